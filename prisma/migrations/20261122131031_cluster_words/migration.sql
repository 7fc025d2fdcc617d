-- AlterTable
ALTER TABLE "deploy" ADD COLUMN     "cluster_words" JSONB;

-- CreateTable
CREATE TABLE "evidence" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "deploy_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_by" TEXT NOT NULL,
    "lines" TEXT[],
    "causes" JSONB NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "evidence_workspace_id_deploy_id_received_at_idx" ON "evidence"("workspace_id", "deploy_id", "received_at" DESC);

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_workspace_id_deploy_id_fkey" FOREIGN KEY ("workspace_id", "deploy_id") REFERENCES "deploy"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
