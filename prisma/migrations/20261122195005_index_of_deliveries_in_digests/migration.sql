-- Written by hand: Prisma's schema language has no partial indexes. Alone, so that it locks nothing.
-- What waits for a digest, channel by channel.
CREATE INDEX CONCURRENTLY IF NOT EXISTS delivery_in_digest ON delivery (channel_id, next_attempt_at, id)
WHERE in_digest AND state IN ('pending', 'failed');
