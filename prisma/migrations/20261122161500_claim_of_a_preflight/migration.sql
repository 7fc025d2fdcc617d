-- AlterTable
ALTER TABLE "preflight" ADD COLUMN     "claim_id" TEXT;
