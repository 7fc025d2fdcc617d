-- One statement, so that no transaction is around it: deliveries are written to while it runs. A database that was migrated
-- before this stood alone has the index already.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "delivery_told_by_idx" ON "delivery"("told_by");
