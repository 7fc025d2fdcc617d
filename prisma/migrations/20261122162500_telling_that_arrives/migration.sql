-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "fallback_channel_id" TEXT,
ADD COLUMN     "time_zone" TEXT;

-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "disabled_reason" TEXT,
ADD COLUMN     "for_owners" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "fell_back_at" TIMESTAMPTZ(3),
ADD COLUMN     "first_tried_at" TIMESTAMPTZ(3),
ADD COLUMN     "instead_of" TEXT,
ADD COLUMN     "is_urgent" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "long_waits" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "told_by" TEXT,
ADD COLUMN     "trail" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "channel_thread" (
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_key" TEXT NOT NULL,
    "kept" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_thread_pkey" PRIMARY KEY ("workspace_id","channel_id","thread_key")
);

-- AddForeignKey
ALTER TABLE "channel_thread" ADD CONSTRAINT "channel_thread_workspace_id_channel_id_fkey" FOREIGN KEY ("workspace_id", "channel_id") REFERENCES "channel"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here on: Prisma's schema language has no partial indexes.
-- The indexes of deliveries that this needs are made by later migrations, one by one and without locking the table.

-- A workspace has one hidden channel to its owners, whoever makes it first.
CREATE UNIQUE INDEX channel_one_for_owners ON channel (workspace_id) WHERE for_owners;

-- What was tried before this migration goes on with the schedule where it stands: half a minute for the first 30
-- attempts, then the long waits.
UPDATE delivery SET first_tried_at = created_at, long_waits = GREATEST(attempts - 30, 0)
WHERE state IN ('pending', 'failed') AND attempts > 0;
