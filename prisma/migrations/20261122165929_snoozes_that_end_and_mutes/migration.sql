-- AlterTable
ALTER TABLE "incident" ADD COLUMN     "next_judge_at" TIMESTAMPTZ(3),
ADD COLUMN     "withheld" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "service" ADD COLUMN     "muted_by" TEXT,
ADD COLUMN     "muted_until" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "incident_next_judge_at_idx" ON "incident"("next_judge_at");
