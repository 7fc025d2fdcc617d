import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../test/program.ts", import.meta.url));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Runs the program until it ends; `onStarted` is called when it says that it has started. */
async function run(trouble: string, onStarted: (child: ChildProcess) => void = () => {}) {
  const child = spawn(process.execPath, ["--import", "tsx", program, trouble], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  children.push(child);
  let output = "";
  const stdout = child.stdout as Readable;
  stdout.on("data", (chunk) => {
    if (output === "" && String(chunk).startsWith("started")) onStarted(child);
    output += chunk;
  });
  const [[code]] = await Promise.all([once(child, "exit"), once(stdout, "end")]);
  return { code, lines: output.trim().split("\n") };
}

describe("a program's lifecycle", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("stops in reverse order on %s and exits with 0", async (signal) => {
    const { code, lines } = await run("none", (child) => child.kill(signal));
    expect({ code, lines }).toEqual({ code: 0, lines: ["started", "second stopped", "first stopped"] });
  });

  it("stops when the program that started it is gone", async () => {
    const { code, lines } = await run("none", (child) => child.disconnect());
    expect({ code, lines }).toEqual({ code: 0, lines: ["started", "second stopped", "first stopped"] });
  });

  it("stops what was started when the start fails, and exits with 1", async () => {
    const { code, lines } = await run("start fails");
    expect({ code, lines }).toEqual({ code: 1, lines: ["second stopped", "first stopped"] });
  });

  it("stops the others when one part cannot, and exits with 1", async () => {
    const { code, lines } = await run("stop fails", (child) => child.kill("SIGTERM"));
    expect({ code, lines }).toEqual({ code: 1, lines: ["started", "first stopped"] });
  });

  it("ends at the deadline when a part hangs, and exits with 1", async () => {
    const { code, lines } = await run("hangs", (child) => child.kill("SIGTERM"));
    expect({ code, lines }).toEqual({ code: 1, lines: ["started"] });
  });

  it("stops everything after an error that nobody caught, and exits with 1", async () => {
    const { code, lines } = await run("throws later");
    expect({ code, lines }).toEqual({ code: 1, lines: ["started", "second stopped", "first stopped"] });
  });
});
