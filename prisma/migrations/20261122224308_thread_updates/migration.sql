-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "in_thread" BOOLEAN NOT NULL DEFAULT false;
