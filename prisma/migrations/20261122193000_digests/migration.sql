-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "in_digest" BOOLEAN NOT NULL DEFAULT false;
