-- AlterTable
ALTER TABLE "role_worker" ADD COLUMN     "disk_free_bytes" BIGINT,
ADD COLUMN     "disk_total_bytes" BIGINT;

-- CreateTable
CREATE TABLE "instance_watch" (
    "id" TEXT NOT NULL,
    "watch" JSONB NOT NULL,
    "unreached_since" TIMESTAMPTZ(3),
    "token" BIGINT NOT NULL,

    CONSTRAINT "instance_watch_pkey" PRIMARY KEY ("id")
);
