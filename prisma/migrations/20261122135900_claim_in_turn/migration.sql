-- Written by hand: Prisma's schema language has no partial indexes. Deliveries are claimed workspace by workspace, the
-- first due ones of each; settled rows, which are almost all, are in neither index.

CREATE INDEX delivery_unsettled ON delivery (workspace_id, next_attempt_at, id) WHERE state IN ('pending', 'failed');
CREATE INDEX delivery_claimed ON delivery (workspace_id) WHERE claimed_until IS NOT NULL;
