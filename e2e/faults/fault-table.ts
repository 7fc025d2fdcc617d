import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One line of the table in docs/reliability.md. */
export type FaultRow = { name: string; promised: string; happened: { queue: string; words: string }[] };

const file = join(import.meta.dirname, "../../docs/reliability.md");
const notPlayed = "not written down yet";
const begin = "<!-- written by npm run test:faults -- --write -->";
const end = "<!-- until here -->";

/** The beginnings of its lines, fault and promise. */
export function readFaultTable(): string[] {
  return [...readLines().keys()];
}

/** What happened, by the beginning of its line. */
function readLines(): Map<string, string> {
  const lines = parts().table.matchAll(/^(\| .+ \| .+ \|) (.*) \|$/gm);
  return new Map([...lines].slice(1).map(([, beginning = "", happened = ""]) => [beginning, happened]));
}

/** How a line begins. */
export function beginningOf({ name, promised }: Pick<FaultRow, "name" | "promised">): string {
  return `| ${name} | ${promised} |`;
}

/** Writes the table anew; what was not played this time keeps its words. */
export function writeFaultTable(rows: FaultRow[]): void {
  const { before, after } = parts();
  const former = readLines();
  const lines = rows.map((row) => {
    const beginning = beginningOf(row);
    return `${beginning} ${tell(row) || (former.get(beginning) ?? notPlayed)} |`;
  });
  const table = ["| fault | promised | what happened |", "|---|---|---|", ...lines].join("\n");
  writeFileSync(file, `${before}${begin}\n\n${table}\n\n${end}${after}`);
}

function tell({ happened }: FaultRow): string {
  const [first, ...more] = happened;
  if (first === undefined) return "";
  if (more.every(({ words }) => words === first.words)) return first.words;
  return happened.map(({ queue, words }) => `queue on ${queue}: ${words}`).join("<br>");
}

function parts(): { before: string; table: string; after: string } {
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for the table of faults.`);
  return {
    before: text.slice(0, from),
    table: text.slice(from + begin.length, to),
    after: text.slice(to + end.length),
  };
}
