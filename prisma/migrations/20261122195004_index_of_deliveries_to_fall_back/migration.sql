-- Written by hand: Prisma's schema language has no partial indexes. Alone, so that it locks nothing.
-- What may still have to be told to a fallback, without what was sent, which is almost everything.
CREATE INDEX CONCURRENTLY IF NOT EXISTS delivery_to_fall_back ON delivery (first_tried_at)
WHERE is_urgent AND fell_back_at IS NULL AND state IN ('pending', 'failed', 'given_up');
