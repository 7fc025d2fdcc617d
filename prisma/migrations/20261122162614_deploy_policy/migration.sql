-- AlterTable
ALTER TABLE "deploy" ADD COLUMN     "policy_from" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "probes_per_second_max" INTEGER,
ADD COLUMN     "risk" DOUBLE PRECISION,
ADD COLUMN     "soak_seconds" INTEGER,
ADD COLUMN     "tolerance" DOUBLE PRECISION;
