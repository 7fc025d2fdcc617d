-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "resting_since" TIMESTAMPTZ(3);
