import { describe, expect, it } from "vitest";
import { toText } from "./output.ts";

const line = (event: object) => JSON.stringify({ time: "2026-05-01T10:11:12.345Z", name: "web", ...event });

describe("a log line on a terminal", () => {
  it.each([
    {
      name: "is left out when it is neither warning nor error",
      input: line({ level: "info", msg: "web is ready" }),
      expected: null,
    },
    {
      name: "is one readable line when it is a warning",
      input: line({ level: "warn", msg: "slow" }),
      expected: "10:11:12 web warn: slow",
    },
    {
      name: "names the error that it carries",
      input: line({ level: "error", msg: "job", err: { message: "connection refused", stack: "…" } }),
      expected: "10:11:12 web error: job: connection refused",
    },
    { name: "is left out when it is no log event", input: "took 224 ms", expected: null },
    {
      name: "stays as it is when it is no log event but an error",
      input: "Segmentation fault",
      stream: "stderr" as const,
      expected: "Segmentation fault",
    },
    {
      name: "stays as it is when it is some other JSON and an error",
      input: "42",
      stream: "stderr" as const,
      expected: "42",
    },
    { name: "is left out when it is empty", input: "", stream: "stderr" as const, expected: null },
  ])("$name", ({ input, stream, expected }) => {
    expect(toText(input, stream ?? "stdout")).toBe(expected);
  });
});
