-- AlterTable
ALTER TABLE "monitor" ADD COLUMN     "origin" TEXT;

-- By hand: `facts` is outside of Prisma's schema. Partitions get the columns with their parent; nothing is rewritten.
-- variant: a place in `probeVariants` of packages/db/src/observations/observation-row.ts; null in what was written
-- before, where is_busted says it. assets: what became of a page's files, of a probe that fetched them.
ALTER TABLE facts.observation ADD COLUMN variant smallint, ADD COLUMN assets jsonb;
