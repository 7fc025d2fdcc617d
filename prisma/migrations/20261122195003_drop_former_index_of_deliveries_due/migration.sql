-- Alone, so that it locks nothing. What it was for, by whatever columns, `delivery_due` does.
DROP INDEX CONCURRENTLY IF EXISTS delivery_unsettled;
