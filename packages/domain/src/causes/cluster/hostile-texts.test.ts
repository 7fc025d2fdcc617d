import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findClusterCauses } from "./find-cluster-causes.ts";
import { evidenceCharsMax, readStatements } from "./reader/read-statements.ts";
import { redactSecrets } from "./redact.ts";

const fill = (piece: string) =>
  piece.repeat(Math.ceil(evidenceCharsMax / piece.length)).slice(0, evidenceCharsMax);

/** Twenty times what the slowest of them takes on the machine it was written on. */
const patienceMs = 20_000;

const bomb = `a: &a ["x","x"]\n${"bcdefghij"
  .split("")
  .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[at]}`).join(",")}]`)
  .join("\n")}\nmessage: *j\nreason: *j\n`;

const texts: { name: string; text: string }[] = [
  { name: "one line", text: fill("x") },
  { name: "one line of words", text: fill("Failed to pull image ") },
  { name: "one word that looks like a name", text: fill("pod-") },
  { name: "line breaks", text: fill("\n") },
  { name: "short lines", text: fill("a:\n") },
  { name: "lines that look like YAML", text: fill("  - reason: x\n    message: y\n") },
  {
    name: "lines indented ever deeper",
    text: Array.from({ length: 1_400 }, (_, n) => `${" ".repeat(n)}reason:`).join("\n"),
  },
  { name: "rows", text: fill("api-1 0/1 CrashLoopBackOff 3 1m\n") },
  {
    name: "different rows",
    text: Array.from({ length: 30_000 }, (_, n) => `api-${n} 0/1 Error ${n} 1m`).join("\n"),
  },
  {
    name: "failures and what proves them over, in turns",
    text: fill('Warning Failed 9s kubelet Failed to pull image "a"\nNormal Pulled 9s kubelet image "a"\n'),
  },
  { name: "rollouts that never end", text: fill("error: timed out waiting for the condition\n") },
  { name: "containers that have ended", text: fill("Reason: Error\nExit Code: 1\nReady: False\n") },
  { name: "JSON of many statements", text: `[${Array(50_000).fill('{"msg":"OOMKilled"}').join(",")}]` },
  { name: "open brackets", text: fill("[") },
  { name: "lines that open an object", text: fill("{\n") },
  { name: "deep JSON", text: `{"a":${"[".repeat(400_000)}${"]".repeat(400_000)}}` },
  { name: "JSON of many objects", text: `[${Array(40_000).fill('{"reason":"Failed"}').join(",")}]` },
  { name: "aliases of aliases", text: bomb + fill(bomb).slice(bomb.length) },
  { name: "quotes and escapes", text: fill('\\"') },
  { name: "spaces", text: `Warning  Failed${fill(" ")}` },
  { name: "nearly a digest", text: fill("sha256:") },
  { name: "nearly a token", text: fill("eyJaaaaaaaa.") },
  { name: "nearly a key", text: fill("-----BEGIN PRIVATE KEY-----") },
  { name: "nearly a secret", text: fill("password=") },
  { name: "nearly an address", text: fill("https://user:") },
  { name: "binary", text: String.fromCharCode(...Array.from({ length: 65_536 }, (_, n) => n)).repeat(16) },
];

describe("hostile text is read in bounded time", () => {
  it.each(texts)("$name", { timeout: patienceMs }, ({ text }) => {
    const startedAt = performance.now();
    const causes = findClusterCauses(redactSecrets(text));
    expect(causes.length).toBeLessThanOrEqual(5);
    expect(performance.now() - startedAt).toBeLessThan(patienceMs);
  });
});

describe("any text", () => {
  it("gives statements whose texts are bounded, and never throws", () => {
    const line = fc.oneof(
      fc.string({ maxLength: 120 }),
      fc.constantFrom("Events:", "  - reason: x", "{", '"message": "a', "State: Waiting", "a 0/1 Error 1 1m"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        for (const statement of readStatements(lines.join("\n"))) {
          expect(statement.message.length).toBeLessThanOrEqual(4_000);
          expect(statement.line.length).toBeLessThanOrEqual(600);
        }
      }),
    );
  });
});
