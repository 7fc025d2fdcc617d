import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findClusterCauses } from "./find-cluster-causes.ts";
import { evidenceCharsMax, readStatements } from "./reader/read-statements.ts";
import { redactSecrets } from "./redact.ts";
import type { ClusterRule } from "./rules/cluster-rule.ts";
import { clusterRules } from "./rules/cluster-rules.ts";
import { pullWords } from "./rules/pull-words.ts";

/** Four times as long a text may take four times as long; what grows with the square takes sixteen times. */
const growthMax = 10;
/** Below this, times say nothing. */
const noiseMs = 2;

/**
 * How many times more the work costs on 1 MiB than on a quarter of it. Garbage may be collected meanwhile, so the least
 * of several rounds counts: what is not linear is so in every round.
 */
function growthOf(makeText: (chars: number) => string, work: (text: string) => unknown): number {
  const [small, large] = [makeText(evidenceCharsMax / 4), makeText(evidenceCharsMax)];
  let growth = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10 && growth >= growthMax; round += 1)
    growth = Math.min(growth, timeOf(large, work) / Math.max(timeOf(small, work), noiseMs));
  return growth;
}

/** The processor's time: on a busy machine long work is set aside for others again and again, and short work is not. */
function timeOf(text: string, work: (text: string) => unknown): number {
  const before = process.cpuUsage();
  work(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const fill = (piece: string) => (chars: number) =>
  piece.repeat(Math.ceil(chars / piece.length)).slice(0, chars);
const list =
  (count: (chars: number) => number, item: (n: number) => string, glue: string) => (chars: number) =>
    Array.from({ length: Math.floor(count(chars)) }, (_, n) => item(n)).join(glue);

const bomb = `a: &a ["x","x"]\n${"bcdefghij"
  .split("")
  .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[at]}`).join(",")}]`)
  .join("\n")}\nmessage: *j\nreason: *j\n`;

const texts: { name: string; text: (chars: number) => string }[] = [
  { name: "one line", text: fill("x") },
  { name: "one line of words", text: fill("Failed to pull image ") },
  { name: "one word that looks like a name", text: fill("pod-") },
  { name: "line breaks", text: fill("\n") },
  { name: "short lines", text: fill("a:\n") },
  { name: "lines that look like YAML", text: fill("  - reason: x\n    message: y\n") },
  {
    name: "lines indented ever deeper",
    text: list(
      (chars) => Math.sqrt(2 * chars),
      (n) => `${" ".repeat(n)}reason:`,
      "\n",
    ),
  },
  { name: "rows", text: fill("api-1 0/1 CrashLoopBackOff 3 1m\n") },
  {
    name: "different rows",
    text: list(
      (chars) => chars / 35,
      (n) => `api-${n} 0/1 Error ${n} 1m`,
      "\n",
    ),
  },
  {
    name: "failures and what proves them over, in turns",
    text: fill('Warning Failed 9s kubelet Failed to pull image "a"\nNormal Pulled 9s kubelet image "a"\n'),
  },
  { name: "rollouts that never end", text: fill("error: timed out waiting for the condition\n") },
  { name: "containers that have ended", text: fill("Reason: Error\nExit Code: 1\nReady: False\n") },
  {
    name: "JSON of many statements",
    text: (chars) =>
      `[${list(
        (n) => n / 21,
        () => '{"msg":"OOMKilled"}',
        ",",
      )(chars)}]`,
  },
  { name: "open brackets", text: fill("[") },
  { name: "lines that open an object", text: fill("{\n") },
  { name: "deep JSON", text: (chars) => `{"a":${"[".repeat(chars / 2.5)}${"]".repeat(chars / 2.5)}}` },
  {
    name: "JSON of many objects",
    text: (chars) =>
      `[${list(
        (n) => n / 26,
        () => '{"reason":"Failed"}',
        ",",
      )(chars)}]`,
  },
  { name: "aliases of aliases", text: fill(bomb) },
  { name: "quotes and escapes", text: fill('\\"') },
  { name: "spaces", text: (chars) => `Warning  Failed${fill(" ")(chars)}` },
  { name: "nearly a digest", text: fill("sha256:") },
  { name: "nearly a token", text: fill("eyJaaaaaaaa.") },
  { name: "nearly a key", text: fill("-----BEGIN PRIVATE KEY-----") },
  { name: "nearly a secret", text: fill("password=") },
  { name: "nearly a secret of several lines", text: fill("password: |\n") },
  { name: "nearly a Kubernetes secret", text: fill('"data":{"a":') },
  { name: "nearly an address", text: fill("https://user:") },
  { name: "nearly a data source", text: fill(":thin:a/") },
  { name: "nearly a login", text: fill("mysql login -p") },
  { name: "nearly base64", text: fill("AAAAAAAAa") },
  {
    name: "binary",
    text: fill(String.fromCharCode(...Array.from({ length: 65_536 }, (_, n) => n))),
  },
];

/** A busy machine may take its time; what is bounded is how the time grows. */
const timeout = 120_000;

describe("hostile text is read in time in proportion to its length", { timeout }, () => {
  it.each(texts)("$name", ({ text }) => {
    let found: unknown[] = [];
    const read = (given: string) => {
      found = findClusterCauses(redactSecrets(given));
    };
    expect(growthOf(text, read)).toBeLessThan(growthMax);
    expect(found.length).toBeLessThanOrEqual(5);
  });
});

const patternsOf = ({ signs }: Pick<ClusterRule, "signs">) =>
  signs.flatMap(({ says, about = [], unless = [] }) => [...says, ...about.filter(isOwn), ...unless]);
/** What an image pull is told by is shared, and tried once. */
const isOwn = (pattern: RegExp) => !pullWords.includes(pattern);

/** The words that expressions wait for. */
const wordsOf = (patterns: readonly RegExp[]) =>
  patterns.flatMap(({ source }) => source.replaceAll(/\\./g, " ").match(/[A-Za-z]{3,}/g) ?? []);

/** Lines in which expressions begin to match again and again. */
function piecesFor(rule: Pick<ClusterRule, "signs" | "examples">): string[] {
  const words = wordsOf(patternsOf(rule));
  const examples = rule.examples
    .slice(0, 1)
    .map((example) => `${example.slice(0, (example.length * 2) / 3)} `);
  return [
    `${words.join(" ")} `,
    words.join(""),
    `${words.slice(0, 2).join(" ")} `,
    ...examples,
    "image ",
    "a",
    '"',
  ];
}

const expressions = [
  { code: "pull words", rule: { signs: [{ tells: 1 as const, says: pullWords }], examples: [] } },
  ...clusterRules.map((rule) => ({ code: rule.code, rule })),
];

describe("a rule's expressions take time in proportion to a line, whatever it says", { timeout }, () => {
  it.each(expressions)("$code", ({ rule }) => {
    const patterns = patternsOf(rule);
    for (const piece of piecesFor(rule))
      expect(
        growthOf(fill(piece), (text) => patterns.filter((pattern) => pattern.test(text))),
        piece,
      ).toBeLessThan(growthMax);
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
