-- Written by hand: alone, so that it locks nothing.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "environment_look_at_idx" ON "environment"("look_at");
