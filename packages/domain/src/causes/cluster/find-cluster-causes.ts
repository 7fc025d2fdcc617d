import type { Cause } from "../../glossary.ts";
import { dropOvercome } from "./drop-overcome.ts";
import { type Finding, judgeStatement } from "./judge-statement.ts";
import { type AnnouncedNames, namesOf } from "./names.ts";
import { readStatements } from "./reader/read-statements.ts";
import type { Statement } from "./reader/statement.ts";

const causesMax = 5;
const evidenceMax = 3;
/** The kubelet repeats what still is so at least every five minutes. */
const staleAfterMs = 600_000;
const confidences = { 0: 0.6, 1: 0.6, 2: 0.75, 3: 0.95 } as const;

/** What a text says: its causes, and the lines that tell of them or of what happened, each once. */
export type ClusterWords = { causes: Cause[]; lines: string[] };

/**
 * Reads whatever kubectl, a kubelet or a container runtime prints, in any mixture. Causes come likeliest first; there
 * are none when the text says that nothing is wrong, or nothing at all. `announced` are names that the deploy knows
 * better. Nothing is redacted here: `redactSecrets` comes before.
 */
export function readClusterWords(text: string, announced: AnnouncedNames = {}): ClusterWords {
  const all = keepWorkload(keepLastRows(readStatements(text)), announced.workload ?? null);
  const isFresh = isFreshIn(all);
  const ranked = rank(dropOvercome(findOnce(all), all), isFresh);
  // That something failed is no news where the text says what.
  const hasReason = ranked.some(({ tells }) => tells > 1);
  const telling = ranked.filter(({ tells }) => tells > 1 || !hasReason);
  const codes = [...new Set(telling.map(({ rule }) => rule.code))].slice(0, causesMax);
  const causes = codes.map((code) => {
    const same = telling.filter(({ rule }) => rule.code === code);
    return describe(same, all, { announced, isFresh });
  });
  return { causes, lines: quoteLines(ranked, all) };
}

/** The causes alone. */
export function findClusterCauses(text: string, announced: AnnouncedNames = {}): Cause[] {
  return readClusterWords(text, announced).causes;
}

const linesMax = 100;

/** What named a cause first; free words that named none are not quoted at all. */
function quoteLines(ranked: readonly Finding[], all: readonly Statement[]): string[] {
  const told = all.filter(({ source }) => source !== "text").map(({ line }) => line);
  return [...new Set([...ranked.map(({ statement }) => statement.line), ...told])].slice(0, linesMax);
}

/** The same words say the same again. */
function findOnce(all: readonly Statement[]): Finding[] {
  const known = new Map<string, Finding | null>();
  return all.flatMap((statement) => {
    const { type, reason, message, source, isReady, isPast, isInit, lifeMs } = statement;
    const key = JSON.stringify([type, reason, message, source, isReady, isPast, isInit, lifeMs]);
    const before = known.get(key);
    const found = before === undefined ? judgeStatement(statement) : before;
    if (before === undefined) known.set(key, found);
    return found === null ? [] : [{ ...found, statement }];
  });
}

/** A watch prints a pod again whenever it changes: the last row holds. */
function keepLastRows(all: readonly Statement[]): Statement[] {
  const last = new Map(all.filter(isPodRow).map((row) => [rowKey(row), row]));
  return all.filter((statement) => !isPodRow(statement) || last.get(rowKey(statement)) === statement);
}

const isPodRow = ({ source, kind }: Statement) => source === "row" && kind === "pod";
const rowKey = ({ namespace, name }: Statement) => `${namespace ?? ""}/${name ?? ""}`;

/** Where the namespace holds other workloads too, only the deploy's own speak for it. */
function keepWorkload(all: Statement[], workload: string | null): Statement[] {
  const name = workload?.split("/").at(-1);
  if (name === undefined) return all;
  const isOwn = (statement: Statement) => statement.name === name || statement.name?.startsWith(`${name}-`);
  if (!all.some(isOwn)) return all;
  return all.filter((statement) => statement.name === null || statement.kind === "node" || isOwn(statement));
}

type IsFresh = (statement: Statement) => boolean;

function isFreshIn(all: readonly Statement[]): IsFresh {
  const newest = all.reduce((least, { ageMs }) => Math.min(least, ageMs ?? least), Number.POSITIVE_INFINITY);
  return ({ ageMs }) => ageMs === null || ageMs - newest <= staleAfterMs;
}

/** A reason before a symptom, what is so now before what was, then the newest. */
function rank(findings: readonly Finding[], isFresh: IsFresh): Finding[] {
  const scored = findings.map((finding, index) => ({
    finding,
    index,
    score: finding.tells - (isFresh(finding.statement) ? 0 : 1.5) - (finding.statement.isPast ? 0.5 : 0),
    ageMs: finding.statement.ageMs ?? 0,
  }));
  scored.sort((a, b) => b.score - a.score || a.ageMs - b.ageMs || b.index - a.index);
  return scored.map(({ finding }) => finding);
}

function describe(
  same: readonly Finding[],
  all: readonly Statement[],
  { announced, isFresh }: { announced: AnnouncedNames; isFresh: IsFresh },
): Cause {
  const [best] = same as [Finding, ...Finding[]];
  const { rule, statement, tells } = best;
  const names = namesOf(statement, all, announced);
  const confidence = confidences[tells] * (isFresh(statement) ? 1 : 0.6);
  return {
    code: rule.code,
    title: rule.title(names),
    confidence: Math.round(confidence * 100) / 100,
    evidence: [...new Set(same.map(({ statement: { line } }) => line))].slice(0, evidenceMax),
    next: [...new Set(rule.next(names))],
    explanation: rule.explanation,
    fix: rule.fix,
  };
}
