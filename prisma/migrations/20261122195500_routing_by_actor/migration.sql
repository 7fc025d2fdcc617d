-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "actors" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "handles" TEXT[] DEFAULT ARRAY[]::TEXT[];
