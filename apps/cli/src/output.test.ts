import { describe, expect, it } from "vitest";
import type { Env } from "./ci-fields.ts";
import { createOutput } from "./output.ts";

function open(env: Env, size: { isTTY?: boolean; columns?: number }) {
  let written = "";
  const stream = {
    write: (text: string) => {
      written += text;
    },
    ...size,
  };
  return { output: createOutput(stream, stream, env), written: () => written };
}

describe("createOutput", () => {
  it.each([
    { name: "a terminal", env: {}, isTTY: true, expected: true },
    { name: "a terminal with NO_COLOR", env: { NO_COLOR: "1" }, isTTY: true, expected: false },
    { name: "a dumb terminal", env: { TERM: "dumb" }, isTTY: true, expected: false },
    { name: "a pipe", env: {}, isTTY: false, expected: false },
    { name: "a pipe with FORCE_COLOR", env: { FORCE_COLOR: "1" }, isTTY: false, expected: true },
  ])("colours on $name: $expected", ({ env, isTTY, expected }) => {
    const { output } = open(env, { isTTY });
    expect(output.palette.expected("▮") !== "▮").toBe(expected);
  });

  it("draws over what it drew, and never over what was printed", () => {
    const { output, written } = open({}, { isTTY: true, columns: 3 });
    output.draw(["abcdef", "b"]);
    output.draw(["c"]);
    output.print("done");
    output.draw(["d"]);
    expect(written()).toBe("abc\nb\n\u001b[2A\u001b[Jc\ndone\nd\n");
  });

  it("takes a terminal that knows no size for one of a hundred columns", () => {
    const { output } = open({}, { isTTY: true, columns: 0 });
    expect(output.columns()).toBe(100);
  });
});
