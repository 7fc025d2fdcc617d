-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "probe_outage_id" TEXT;

-- AlterTable
ALTER TABLE "region_worker" ADD COLUMN     "clock" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "heard_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "heard_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "offline_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "probe_outage" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "regions" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "probe_outage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "probe_outage_ended_at_idx" ON "probe_outage"("ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "probe_outage_workspace_id_id_key" ON "probe_outage"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "outbox_workspace_id_probe_outage_id_idx" ON "outbox"("workspace_id", "probe_outage_id");

-- AddForeignKey
ALTER TABLE "probe_outage" ADD CONSTRAINT "probe_outage_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: what follows, Prisma's schema language cannot say.

-- A prober that was silent before this migration stays so.
UPDATE "region_worker" SET "heard_at" = "seen_at", "heard_since" = "started_at";

-- A workspace has at most one probe outage that has not ended: two judges can never both begin one.
CREATE UNIQUE INDEX probe_outage_one_open_per_workspace ON probe_outage (workspace_id) WHERE ended_at IS NULL;
