-- Written by hand: what Prisma's schema language cannot say.
--
-- Observations are the only rows that come by the million. They stand in a schema of their own (`facts`), so
-- that Prisma's tools neither see nor drop their daily partitions; `packages/db` is their only reader and writer.

CREATE SCHEMA facts;

-- One row per probe. Columns are ordered by alignment and as narrow as their values allow; what is usually
-- absent is null and costs one bit. The workspace and environment are those of the monitor.
CREATE TABLE facts.observation (
    -- The id without its prefix: `mon_0198…` is the UUID 0198….
    monitor_id        uuid        NOT NULL,
    scheduled_at      timestamptz NOT NULL,
    -- From scheduled_at to the start of the probe, and from there to its end.
    start_delay_ms    integer     NOT NULL,
    duration_ms       integer     NOT NULL,
    config_version    integer     NOT NULL,
    seq               integer     NOT NULL,
    total_ms          real        NOT NULL,
    dns_ms            real,
    connect_ms        real,
    tls_ms            real,
    first_byte_ms     real,
    transfer_ms       real,
    tls_days_left     real,
    -- A code of `outcomeKinds` in packages/db/src/observations/outcome-codec.ts.
    outcome           smallint    NOT NULL,
    -- Of an answer.
    status            smallint,
    -- A query was added that no cache has seen.
    is_busted         boolean     NOT NULL,
    region            text        NOT NULL,
    -- Phase, code, address or text of the outcome; null for an answer whose body was read.
    outcome_detail    text,
    remote_address    text,
    version           text,
    -- Where the version stood: `header:x-version`, `json:git.commit`, `text` …
    version_from      text,
    instance          text,
    cache             jsonb,
    failed_assertions jsonb,
    -- A second delivery of the same probe finds its row and changes nothing.
    PRIMARY KEY (monitor_id, region, scheduled_at, seq)
) PARTITION BY RANGE (scheduled_at);

-- Takes what no daily partition takes, so that a clock gone wrong or a sweep gone missing loses no fact.
CREATE TABLE facts.observation_default PARTITION OF facts.observation DEFAULT;

-- Makes the partition of one UTC day, moving rows of that day out of the default partition; true when it was made.
CREATE FUNCTION facts.ensure_observation_partition(day date) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    partition_name text := 'observation_p' || to_char(day, 'YYYYMMDD');
    from_at timestamptz := day::timestamp AT TIME ZONE 'UTC';
    until_at timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('facts.' || partition_name) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- Two programs may sweep at the same time. to_regclass would answer from this session's cache once more.
    PERFORM pg_advisory_xact_lock(hashtext('facts.observation'));
    IF EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'facts'::regnamespace AND relname = partition_name) THEN
        RETURN false;
    END IF;
    -- Nobody may write rows of this day into the default partition between the move and the attachment.
    LOCK TABLE facts.observation_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE facts.%I (LIKE facts.observation INCLUDING ALL)', partition_name);
    EXECUTE format(
        'WITH moved AS (DELETE FROM facts.observation_default WHERE scheduled_at >= %L AND scheduled_at < %L RETURNING *)
         INSERT INTO facts.%I SELECT * FROM moved', from_at, until_at, partition_name);
    EXECUTE format(
        'ALTER TABLE facts.observation ATTACH PARTITION facts.%I FOR VALUES FROM (%L) TO (%L)',
        partition_name, from_at, until_at);
    RETURN true;
END $$;

-- Drops the partitions of all days before the given one and clears the default partition of them; returns their names.
CREATE FUNCTION facts.drop_observation_partitions_before(day date) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
    partition_name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('facts.observation'));
    FOR partition_name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'facts.observation'::regclass
          AND c.relname ~ '^observation_p\d{8}$'
          AND c.relname < 'observation_p' || to_char(day, 'YYYYMMDD')
        ORDER BY c.relname
    LOOP
        EXECUTE format('DROP TABLE facts.%I', partition_name);
        RETURN NEXT partition_name;
    END LOOP;
    DELETE FROM facts.observation_default WHERE scheduled_at < day::timestamp AT TIME ZONE 'UTC';
END $$;

-- A service has at most one incident per environment that is not resolved: the judge can never open two.
CREATE UNIQUE INDEX incident_one_unresolved_per_environment ON incident (environment_id) WHERE state <> 'resolved';

-- Announcing the same version again while it is open finds the deploy that is there.
CREATE UNIQUE INDEX deploy_one_open_per_version ON deploy (environment_id, version) WHERE ended_at IS NULL;

-- Wakes the notifier in the moment in which the transaction that wrote a notice commits.
CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('rollcall_outbox', '');
    RETURN NULL;
END $$;

CREATE TRIGGER outbox_notify AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();
