/** The yardstick: the same rows through COPY, without a look at what is there already. */
import type { Database } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import {
  observationColumns,
  toObservationRow,
} from "../../../packages/db/src/observations/observation-row.ts";

const names = Object.keys(observationColumns) as (keyof typeof observationColumns)[];

/** Makes the table that COPY writes to: as observations are kept, in one partition. */
export async function makeCopyTarget({ pool }: Pick<Database, "pool">): Promise<void> {
  await pool.query("CREATE TABLE copied (LIKE facts.observation INCLUDING ALL)");
}

/** Copies all rows in one statement; turning them into text is counted as well. */
export async function copyRows({ pool }: Pick<Database, "pool">, observations: Observation[]): Promise<void> {
  const client = await pool.connect();
  try {
    // The driver takes whatever speaks its protocol; its types name only its own.
    const submit = client.query.bind(client) as unknown as (copy: CopyIn) => void;
    await new Promise<void>((resolve, reject) => {
      const text = observations.map(toLine).join("");
      submit(new CopyIn(`COPY copied (${names.join(", ")}) FROM STDIN`, text, { resolve, reject }));
    });
  } finally {
    client.release();
  }
}

function toLine(observation: Observation): string {
  const row = toObservationRow(observation);
  return `${names.map((name) => toField(row[name])).join("\t")}\n`;
}

function toField(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
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
