-- AlterTable
ALTER TABLE "region_worker" ADD COLUMN     "egress_addresses" TEXT[] DEFAULT ARRAY[]::TEXT[];
