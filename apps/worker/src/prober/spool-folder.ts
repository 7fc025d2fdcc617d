/**
 * Reports on disk, sealed with the region's key: answers may quote what they read. Each file is written whole or not at
 * all and never changed, so a killed program leaves nothing half, and several may use one folder.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import { type JobPayload, jobs } from "@rollcall/queue";
import type { Sealer } from "@rollcall/runtime";
import { z } from "zod";

export type Report = JobPayload<"observations.report">;

/** A file of the folder; `observations` are how many are in it. */
export type SpoolFile = { name: string; at: number; observations: number; bytes: number };

export type SpoolFolder = {
  /** What is there, oldest first; nothing where the folder cannot be read. */
  list(): Promise<SpoolFile[]>;
  /** Rejects when the disk does not take it. */
  write(reports: readonly Report[], at: number): Promise<SpoolFile>;
  /** `null` for a file that is torn or sealed with another key; an empty list for one that somebody else took. */
  read(file: SpoolFile): Promise<Report[] | null>;
  remove(file: SpoolFile): Promise<void>;
};

/** A short file takes a block of the disk all the same. */
const blockBytes = 4096;
/** One that a killed program has half written ends in `.part`. */
const fileName = /^(\d{13})-(\d+)-[0-9a-f-]{36}\.reports(\.part)?$/;
const inflatedBytesMax = 64 * 1024 * 1024;
const reportsSchema = z.array(jobs["observations.report"].schema);
const [deflate, inflate] = [promisify(deflateRaw), promisify(inflateRaw)];

/** The folder of one region's reports; it is made with the first file. */
export function openSpoolFolder(dir: string, region: string, sealer: Sealer): SpoolFolder {
  const context = `spool ${region}`;
  const pathOf = ({ name }: Pick<SpoolFile, "name">) => join(dir, name);

  async function describe(name: string): Promise<SpoolFile[]> {
    const [, at, observations] = fileName.exec(name) ?? [];
    const found = at === undefined ? null : await stat(pathOf({ name })).catch(() => null);
    if (found === null) return [];
    return [{ name, at: Number(at), observations: Number(observations), bytes: sizeOf(found.size) }];
  }

  return {
    async list() {
      const names = await readdir(dir).catch(() => []);
      const files: SpoolFile[] = [];
      for (const name of names.sort()) files.push(...(await describe(name)));
      return files;
    },
    async write(reports, at) {
      const packed = await deflate(JSON.stringify(reports));
      const sealed = sealer.seal(packed.toString("base64"), context);
      const observations = reports.reduce((sum, report) => sum + report.observations.length, 0);
      const name = `${String(at).padStart(13, "0")}-${observations}-${randomUUID()}.reports`;
      const path = pathOf({ name });
      await mkdir(dir, { recursive: true, mode: 0o700 });
      try {
        await writeFile(`${path}.part`, sealed, { mode: 0o600, flag: "wx" });
        await rename(`${path}.part`, path);
      } catch (error) {
        await rm(`${path}.part`, { force: true }).catch(() => {});
        throw error;
      }
      return { name, at, observations, bytes: sizeOf(sealed.length) };
    },
    async read(file) {
      const sealed = await readFile(pathOf(file), "utf8").catch(ifGone);
      if (sealed === null) return [];
      try {
        const packed = Buffer.from(sealer.open(sealed, context), "base64");
        const text = await inflate(packed, { maxOutputLength: inflatedBytesMax });
        return reportsSchema.parse(JSON.parse(text.toString()));
      } catch {
        return null;
      }
    },
    remove: (file) => rm(pathOf(file), { force: true }),
  };
}

function sizeOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / blockBytes)) * blockBytes;
}

function ifGone(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
