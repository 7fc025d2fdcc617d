-- Written by hand, in `facts`, which Prisma's tools leave alone. Observations in a third of the room (ADR 17): new ones
-- are written here, those of `facts.observation` stay where they are until their days are dropped. Nothing is rewritten.

-- A monitor in a region, by a number. One row for each that was ever probed.
CREATE TABLE facts.series (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The id without its prefix.
    monitor_id uuid    NOT NULL,
    region     text    NOT NULL,
    UNIQUE (monitor_id, region)
);

-- One row per probe: 64 bytes and what is special about it. No column is ever null, because a single null would cost
-- 8 bytes. Times are codes of packages/db/src/observations/time-code.ts.
CREATE TABLE facts.packed_observation (
    -- When it was scheduled, with its `seq` as microseconds: with the series these are the 16 bytes up to which an index
    -- of rows that come group by group keeps its pages full.
    at             timestamptz NOT NULL,
    series         integer     NOT NULL,
    config_version integer     NOT NULL,
    -- The `n` of the text of its series and day, -1 when the text stands in `rest`.
    said           smallint    NOT NULL,
    -- packages/db/src/observations/packed-row.ts: from 1000 on an answer that was as it should be.
    outcome        smallint    NOT NULL,
    start_delay    smallint    NOT NULL,
    total          smallint    NOT NULL,
    dns            smallint    NOT NULL,
    connect        smallint    NOT NULL,
    tls            smallint    NOT NULL,
    first_byte     smallint    NOT NULL,
    transfer       smallint    NOT NULL,
    tls_days_left  smallint    NOT NULL,
    -- JSON of what most observations do not have; empty without.
    rest           text        NOT NULL,
    -- A second delivery of the same probe finds its row and changes nothing.
    PRIMARY KEY (series, at)
) PARTITION BY RANGE (at);

-- Rows come nearly in the order of their time, so a few bytes for every 64 pages find those of one minute.
CREATE INDEX packed_observation_at ON facts.packed_observation
    USING brin (at) WITH (pages_per_range = 64, autosummarize = on);
-- Failures are few, and people look for them.
CREATE INDEX packed_observation_failed ON facts.packed_observation (series, at) WHERE outcome < 1000;

-- What answers of a series said in one UTC day, each text once: at most a hundred, so that a target that says something
-- else each time fills nothing but its own rows.
CREATE TABLE facts.answer_text (
    at     timestamptz NOT NULL,
    series integer     NOT NULL,
    n      smallint    NOT NULL,
    said   text        NOT NULL,
    PRIMARY KEY (series, at, n)
) PARTITION BY RANGE (at);

-- Take what no daily partition takes, so that a clock gone wrong or a sweep gone missing loses no fact.
CREATE TABLE facts.packed_observation_default PARTITION OF facts.packed_observation DEFAULT;
CREATE TABLE facts.answer_text_default PARTITION OF facts.answer_text DEFAULT;

-- Makes the partition of one UTC day, moving rows of that day out of the default partition; true when it was made.
CREATE FUNCTION facts.ensure_daily_partition(parent text, day date) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    partition_name text := parent || '_p' || to_char(day, 'YYYYMMDD');
    from_at timestamptz := day::timestamp AT TIME ZONE 'UTC';
    until_at timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('facts.' || partition_name) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- Two programs may sweep at the same time. to_regclass would answer from this session's cache once more.
    PERFORM pg_advisory_xact_lock(hashtext('facts.daily'));
    IF EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'facts'::regnamespace AND relname = partition_name) THEN
        RETURN false;
    END IF;
    -- Nobody may write rows of this day into the default partition between the move and the attachment.
    EXECUTE format('LOCK TABLE facts.%I IN ACCESS EXCLUSIVE MODE', parent || '_default');
    EXECUTE format('CREATE TABLE facts.%I (LIKE facts.%I INCLUDING ALL)', partition_name, parent);
    EXECUTE format(
        'WITH moved AS (DELETE FROM facts.%I WHERE at >= %L AND at < %L RETURNING *)
         INSERT INTO facts.%I SELECT * FROM moved', parent || '_default', from_at, until_at, partition_name);
    EXECUTE format(
        'ALTER TABLE facts.%I ATTACH PARTITION facts.%I FOR VALUES FROM (%L) TO (%L)',
        parent, partition_name, from_at, until_at);
    RETURN true;
END $$;

-- Drops the partitions of all days before the given one and clears the default partition of them; returns their names.
CREATE FUNCTION facts.drop_daily_partitions(parent text, day date) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
    partition_name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('facts.daily'));
    FOR partition_name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = ('facts.' || parent)::regclass
          AND c.relname ~ '_p\d{8}$'
          AND right(c.relname, 8) < to_char(day, 'YYYYMMDD')
        ORDER BY c.relname
    LOOP
        EXECUTE format('DROP TABLE facts.%I', partition_name);
        RETURN NEXT partition_name;
    END LOOP;
    EXECUTE format(
        'DELETE FROM facts.%I WHERE at < %L', parent || '_default', day::timestamp AT TIME ZONE 'UTC');
END $$;
