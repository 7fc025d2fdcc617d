-- AlterTable
ALTER TABLE "incident" ADD COLUMN     "flap" JSONB;
