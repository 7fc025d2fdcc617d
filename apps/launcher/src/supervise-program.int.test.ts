import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SupervisedProgram, superviseProgram } from "./supervise-program.ts";

let folder: string;
let runs: string;
let program: SupervisedProgram | undefined;
const said: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-supervise-"));
  runs = join(folder, "runs");
  said.length = 0;
});
afterEach(async () => {
  await program?.stop();
  await rm(folder, { recursive: true });
});

function supervise(does: string): SupervisedProgram {
  program = superviseProgram({
    name: "web",
    file: fileURLToPath(new URL("../test/program.ts", import.meta.url)),
    env: { PATH: process.env.PATH, NODE_OPTIONS: "--import tsx", PROGRAM_DOES: does, PROGRAM_RUNS: runs },
    output: { say: (text) => said.push(text), log: () => {} },
  });
  return program;
}

describe("a supervised program", () => {
  it("tells what it said when it was ready, and is stopped by SIGTERM", async () => {
    const supervised = supervise("nothing wrong");
    expect(await supervised.started).toEqual({ type: "ready", run: 1 });
    await supervised.stop();
    expect(await readFile(runs, "utf8")).toBe("x stopped");
    expect(said).toEqual([]);
  });

  it("is started again when it dies, and that is said", async () => {
    const supervised = supervise("dies later");
    await supervised.started;
    await waitUntil("the second run", async () => (await readFile(runs, "utf8")) === "xx");
    expect(said).toEqual(["web ended (exit code 4); it is started again in 1 s"]);
  });

  it("that never was ready is not tried again: its last words are the error", async () => {
    await expect(supervise("dies at once").started).rejects.toThrow(/web did not start:\n.*run 1/);
    expect(await readFile(runs, "utf8")).toBe("x");
  });
});
