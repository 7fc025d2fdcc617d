/**
 * How this works and what breaks it.
 *
 * People paste what they have: `kubectl describe`, events as table, JSON or YAML, `get pods`, `rollout status`, a log
 * line, several of them together, wrapped by a terminal, cut at the wrong place. The text is taken apart in one pass:
 * JSON documents first, then runs of lines that look like YAML, then line by line rows of tables, fields of a
 * description, and free words. A free line that goes on from the one before is joined with it. Nothing is guessed
 * here about causes; the rules read the statements.
 *
 * It is given text by strangers, so its work must stay proportional to the text: every expression has bounded
 * repetition, nothing recurses, lines and statements are cut and counted. What breaks it is an expression with an
 * open repetition in it; a test looks at each of them.
 */
import { parseOutline, readEntry } from "./parse-outline.ts";
import { DescriptionReader } from "./read-description.ts";
import { readObjects, type TimedStatement } from "./read-objects.ts";
import { readRow } from "./read-row.ts";
import { splitJson } from "./split-json.ts";
import { cutMiddle, makeStatement, nowhere, type Statement, withoutInvisible } from "./statement.ts";
import { unwrapLines } from "./unwrap-lines.ts";

/** More is not read: it is the limit of the API, and a terminal holds less. */
export const evidenceCharsMax = 1_048_576;
const linesMax = 30_000;
const lineCharsMax = 6_000;
const outlineLinesMax = 20_000;

/** Everything that `text` says, in its order. Never throws; text that says nothing gives an empty list. */
export function readStatements(text: string): Statement[] {
  const { documents, rest } = splitJson(cleanEvidence(text));
  const timed = documents.flatMap(readObjects);
  const written = rest.flatMap((piece) => readLines(splitLines(piece)));
  return withAges([...timed, ...written]);
}

const terminalColour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]{0,20}[A-Za-z]`, "g");

/** Neither do colours of terminals. */
function cleanEvidence(text: string): string {
  const plain = text.slice(0, evidenceCharsMax).replaceAll(terminalColour, "");
  return withoutInvisible(plain.replaceAll(/\r\n?/g, "\n"));
}

/** A description inside a string has its line breaks written out. */
function splitLines(text: string): string[] {
  const lines = text.replaceAll("\\n", "\n").replaceAll('\\"', '"').split("\n");
  return unwrapLines(lines.slice(-linesMax)).map((line) => cutMiddle(line, lineCharsMax));
}

function readLines(lines: readonly string[]): TimedStatement[] {
  const found: TimedStatement[] = [];
  const description = new DescriptionReader();
  let run: string[] = [];
  const endRun = () => {
    for (const statement of readWords(run, description)) found.push({ statement, toldAt: null });
    run = [];
  };
  for (let at = 0; at < lines.length; ) {
    const { length, isOutline } = lookForOutline(lines, at);
    const piece = lines.slice(at, at + length);
    if (isOutline) {
      endRun();
      for (const told of readObjects(parseOutline(piece))) found.push(told);
    } else for (const line of piece) run.push(line);
    at += length;
  }
  endRun();
  return found;
}

const outlineKeys =
  /^\s{0,80}(?:- )?"?(?:apiVersion|kind|reason|message|involvedObject|containerStatuses|conditions)"?:/;

/** The lines from here on that belong together, and whether they are YAML that says something. */
function lookForOutline(lines: readonly string[], from: number): { length: number; isOutline: boolean } {
  const first = lines[from] ?? "";
  if (!isOutlineLine(first)) return { length: 1, isOutline: false };
  let length = 1;
  let says = outlineKeys.test(first);
  while (length < outlineLinesMax) {
    const line = lines[from + length];
    if (line === undefined || (line.trim() === "" && !says)) break;
    const isInside = isOutlineLine(line) || /^\s{2,80}\S/.test(line) || /^[\]}{[,\s]{0,80}$/.test(line);
    if (!isInside || readRow(line, nowhere) !== null) break;
    says ||= outlineKeys.test(line);
    length += 1;
  }
  return { length, isOutline: says && length > 1 };
}

/** Keys of YAML and JSON begin small, those of a description large. */
function isOutlineLine(line: string): boolean {
  const entry = readEntry(line);
  return entry !== null && /^[a-z]/.test(entry.key) && !/^(?:error|warning|fatal|err|time)$/.test(entry.key);
}

/** Rows, fields and free words. */
function readWords(lines: readonly string[], description: DescriptionReader): Statement[] {
  const found: Statement[] = [];
  let open: { lines: string[]; row: Statement | null } | null = null;
  const close = () => {
    if (open?.row === null) found.push(freeStatement(open.lines, description));
    open = null;
  };
  for (const line of lines) {
    if (line.trim() === "" || isRuler(line)) {
      close();
      continue;
    }
    const row = readRow(line, description.place);
    if (row !== null) {
      close();
      found.push(row);
      // A message may be broken; a row of pods is not.
      open = row.source === "event" ? { lines: [line], row } : null;
      continue;
    }
    if (description.read(line, found)) {
      close();
      continue;
    }
    if (open !== null && goesOn(open.lines.at(-1) ?? "", line) && open.lines.length < 40) {
      open.lines.push(line);
      if (open.row !== null) extendRow(open.row, line);
      continue;
    }
    close();
    open = { lines: [line], row: null };
  }
  close();
  return found;
}

function extendRow(row: Statement, line: string): void {
  row.message = cutMiddle(`${row.message} ${line.trim()}`, 4_000);
  row.line = cutMiddle(`${row.line} ${line.trim()}`, 600);
}

function freeStatement(lines: readonly string[], description: DescriptionReader): Statement {
  return makeStatement(
    { source: "text", message: lines.map((line) => line.trim()).join(" ") },
    description.place,
  );
}

function isRuler(line: string): boolean {
  return (
    /^(?:[\s-]{1,400}|\s{0,40}[`~]{3,10}\w{0,20}\s{0,40})$/.test(line) ||
    /^\s{0,40}(?:NAME|NAMESPACE|LAST SEEN|Type)\s{1,80}[A-Z]/.test(line)
  );
}

/** A line goes on from the one before when that ended in mid-sentence, or when it begins in one. */
function goesOn(before: string, line: string): boolean {
  const end = before.trimEnd();
  if (/[:,("'=/[-]$/.test(end)) return true;
  if (/[.!]$/.test(end) || /^\s{0,80}(?:error|warning|fatal)\b/.test(line)) return false;
  return /^\s{0,80}[a-z"'`(,.:;]/.test(line) && !/^\s{0,80}[a-z.]{1,20}(?:=|\[)/.test(line);
}

/** Ages count from the newest thing that was told, so that text and JSON compare. */
function withAges(timed: readonly TimedStatement[]): Statement[] {
  const newest = timed.reduce((latest, { toldAt }) => Math.max(latest, toldAt ?? 0), 0);
  return timed.map(({ statement, toldAt }) =>
    toldAt === null || statement.ageMs !== null ? statement : { ...statement, ageMs: newest - toldAt },
  );
}
