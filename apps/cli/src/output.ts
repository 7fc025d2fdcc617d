import type { Env } from "./ci-fields.ts";
import { createPalette, type Palette } from "./render/palette.ts";
import { cutToWidth } from "./render/wrap.ts";

/** Where the program speaks: results on the first stream, warnings and errors on the second. */
export type Output = {
  print(line: string): void;
  warn(line: string): void;
  /** Draws lines over those drawn last; nothing may be printed in between but through `print` and `warn`. */
  draw(lines: string[]): void;
  isTty: boolean;
  columns(): number;
  rows(): number;
  palette: Palette;
};

type Stream = {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
};

/** An output on two streams. Colour only on a terminal, never with `NO_COLOR`, always with `FORCE_COLOR`. */
export function createOutput(stdout: Stream, stderr: Stream, env: Env): Output {
  const isTty = stdout.isTTY === true && env.TERM !== "dumb";
  const hasColour = env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : isTty && !env.NO_COLOR;
  // A terminal that does not know its size says 0.
  const columns = () => stdout.columns || 100;
  let drawn = 0;
  return {
    isTty,
    columns,
    rows: () => stdout.rows || 24,
    palette: createPalette(hasColour),
    print: (line) => {
      drawn = 0;
      stdout.write(`${line}\n`);
    },
    warn: (line) => {
      drawn = 0;
      stderr.write(`${line}\n`);
    },
    draw: (lines) => {
      const up = drawn > 0 ? `\u001b[${drawn}A\u001b[J` : "";
      stdout.write(`${up}${lines.map((line) => cutToWidth(line, columns())).join("\n")}\n`);
      drawn = lines.length;
    },
  };
}
