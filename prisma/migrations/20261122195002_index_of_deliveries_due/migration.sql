-- Written by hand: Prisma's schema language has no partial indexes. Alone, so that it locks nothing.
-- Deliveries are claimed channel by channel, the first due ones of each; settled rows, almost all, are not in it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS delivery_due ON delivery (channel_id, next_attempt_at, id)
WHERE state IN ('pending', 'failed');
