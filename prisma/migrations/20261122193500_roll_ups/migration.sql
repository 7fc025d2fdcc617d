-- Written by hand, like the observations that these add up: partitions are more than Prisma's schema language says.

-- Rows come nearly in the order of their time, so a few bytes for every 64 pages find those of one minute.
CREATE INDEX observation_scheduled_at ON facts.observation
    USING brin (scheduled_at) WITH (pages_per_range = 64, autosummarize = on);

-- What the plain probes of a monitor in a region brought, at its own pace, minute by minute, hour by hour, UTC day by day.
CREATE TABLE facts.answers_minute (
    monitor_id uuid        NOT NULL,
    at         timestamptz NOT NULL,
    region     text        NOT NULL,
    -- AnswerCounts of packages/domain/src/history: `bucket << 22 | count`, ordered; bucket 0 counts what failed.
    answers    integer[]   NOT NULL,
    -- Adding the same time up again finds its row.
    PRIMARY KEY (monitor_id, at, region)
) PARTITION BY RANGE (at);
CREATE TABLE facts.answers_hour (LIKE facts.answers_minute INCLUDING ALL) PARTITION BY RANGE (at);
CREATE TABLE facts.answers_day (LIKE facts.answers_minute INCLUDING ALL) PARTITION BY RANGE (at);

-- Up to when each span of time is added up. Whoever adds up holds the row.
CREATE TABLE facts.rollup_progress (
    span         text        PRIMARY KEY,
    closed_until timestamptz NOT NULL
);

-- Observations that came so late that their minute may have been added up before. A queue: read and emptied.
CREATE TABLE facts.late_answer (
    monitor_id uuid        NOT NULL,
    at         timestamptz NOT NULL
);

-- Makes the partition of a roll-up that holds `at`: one a `unit` (day, month or year) of UTC. True when it was made.
CREATE FUNCTION facts.ensure_rollup_partition(parent text, unit text, at timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    from_day timestamp := date_trunc(unit, at AT TIME ZONE 'UTC');
    partition_name text := parent || '_p' || to_char(from_day, 'YYYYMMDD');
BEGIN
    IF to_regclass('facts.' || partition_name) IS NOT NULL THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('facts.rollup'));
    IF EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'facts'::regnamespace AND relname = partition_name) THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE facts.%I (LIKE facts.%I INCLUDING ALL)', partition_name, parent);
    EXECUTE format(
        'ALTER TABLE facts.%I ATTACH PARTITION facts.%I FOR VALUES FROM (%L) TO (%L)',
        parent, partition_name, from_day AT TIME ZONE 'UTC', (from_day + ('1 ' || unit)::interval) AT TIME ZONE 'UTC');
    RETURN true;
END $$;

-- Drops the partitions of a roll-up that end at or before `before`; returns their names.
CREATE FUNCTION facts.drop_rollup_partitions(parent text, unit text, before timestamptz) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
    partition_name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('facts.rollup'));
    FOR partition_name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = ('facts.' || parent)::regclass
          AND (to_date(right(c.relname, 8), 'YYYYMMDD') + ('1 ' || unit)::interval)
              <= before AT TIME ZONE 'UTC'
        ORDER BY c.relname
    LOOP
        EXECUTE format('DROP TABLE facts.%I', partition_name);
        RETURN NEXT partition_name;
    END LOOP;
END $$;
