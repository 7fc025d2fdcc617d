-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "in_digest" BOOLEAN NOT NULL DEFAULT false;

-- Written by hand: Prisma's schema language has no partial indexes. What waits for a digest, channel by channel.
CREATE INDEX delivery_in_digest ON delivery (channel_id, next_attempt_at, id)
  WHERE in_digest AND state IN ('pending', 'failed');
