-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "look_at" TIMESTAMPTZ(3);
