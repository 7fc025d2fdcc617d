-- Written by hand: Prisma's schema language has no partial indexes. Without what was sent, which is almost everything.

DROP INDEX delivery_to_fall_back;
CREATE INDEX delivery_to_fall_back ON delivery (first_tried_at)
WHERE is_urgent AND fell_back_at IS NULL AND state IN ('pending', 'failed', 'given_up');
