-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "escalate_after_minutes" INTEGER;

-- AlterTable
ALTER TABLE "incident" ADD COLUMN     "alarmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalated_minutes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "told_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "remind_critical_minutes" INTEGER DEFAULT 240,
ADD COLUMN     "remind_warning_minutes" INTEGER;
