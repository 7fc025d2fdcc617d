/** The yardstick: the same observations through COPY, one plain column for each fact, without a look at what is there. */
import type { Database } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";

const columns = {
  monitor_id: "uuid NOT NULL",
  region: "text NOT NULL",
  scheduled_at: "timestamptz NOT NULL",
  seq: "integer NOT NULL",
  variant: "text NOT NULL",
  config_version: "integer NOT NULL",
  started_at: "timestamptz NOT NULL",
  finished_at: "timestamptz NOT NULL",
  total_ms: "real NOT NULL",
  dns_ms: "real",
  connect_ms: "real",
  tls_ms: "real",
  first_byte_ms: "real",
  transfer_ms: "real",
  tls_days_left: "integer",
  outcome: "text NOT NULL",
  status: "integer",
  remote_address: "text",
  version: "text",
  version_from: "jsonb",
  instance: "text",
  cache: "jsonb NOT NULL",
  failed_assertions: "jsonb NOT NULL",
};
const names = Object.keys(columns).join(", ");

/** Makes the table that COPY writes to, with the key that tells duplicates. */
export async function makeCopyTarget({ pool }: Pick<Database, "pool">): Promise<void> {
  const defined = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await pool.query(
    `CREATE TABLE copied (${defined.join(", ")}, PRIMARY KEY (monitor_id, region, scheduled_at, seq))`,
  );
}

/** Copies all of them in one statement; turning them into text is counted as well. */
export async function copyRows({ pool }: Pick<Database, "pool">, observations: Observation[]): Promise<void> {
  const client = await pool.connect();
  try {
    // The driver takes whatever speaks its protocol; its types name only its own.
    const submit = client.query.bind(client) as unknown as (copy: CopyIn) => void;
    await new Promise<void>((resolve, reject) => {
      const text = observations.map(toLine).join("");
      submit(new CopyIn(`COPY copied (${names}) FROM STDIN`, text, { resolve, reject }));
    });
  } finally {
    client.release();
  }
}

function toLine(observation: Observation): string {
  const { timings, outcome, version } = observation;
  const fields = {
    monitor_id: observation.monitorId.slice("mon_".length),
    region: observation.region,
    scheduled_at: new Date(observation.scheduledAt),
    seq: observation.seq,
    variant: observation.variant,
    config_version: observation.configVersion,
    started_at: new Date(observation.startedAt),
    finished_at: new Date(observation.finishedAt),
    total_ms: observation.totalMs,
    dns_ms: timings.dnsMs,
    connect_ms: timings.connectMs,
    tls_ms: timings.tlsMs,
    first_byte_ms: timings.firstByteMs,
    transfer_ms: timings.transferMs,
    tls_days_left: observation.tlsDaysLeft,
    outcome: outcome.kind,
    status: outcome.kind === "answered" ? outcome.status : null,
    remote_address: observation.remoteAddress,
    version: version?.value,
    version_from: version?.reader,
    instance: observation.instance,
    cache: observation.cache,
    failed_assertions: observation.failedAssertions,
  } satisfies Record<keyof typeof columns, unknown>;
  return `${Object.values(fields).map(toField).join("\t")}\n`;
}

function toField(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "number") return String(value);
  const text =
    value instanceof Date
      ? value.toISOString()
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  return text.replace(/[\\\t\n\r]/g, (char) => ({ "\t": "\\t", "\n": "\\n", "\r": "\\r" })[char] ?? "\\\\");
}

/** The protocol's way of COPY, which the driver leaves to its users. */
class CopyIn {
  constructor(
    private readonly statement: string,
    private readonly text: string,
    private readonly ended: { resolve(): void; reject(error: Error): void },
  ) {}

  submit(connection: CopyConnection): void {
    connection.query(this.statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.text));
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.ended.resolve();
  }

  handleError(error: Error): void {
    this.ended.reject(error);
  }
}

type CopyConnection = {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
};
