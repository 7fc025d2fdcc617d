-- AlterTable
ALTER TABLE "region_worker" ADD COLUMN     "opens_sealed_items" BOOLEAN NOT NULL DEFAULT false;
