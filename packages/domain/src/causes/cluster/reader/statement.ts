/** One thing the cluster said, whatever it was printed by. Text is as it was read, cleaned and cut. */
export type Statement = {
  /** `event`: a line of events; `row`: a pod, deployment or node in a table; `state`: a container's or an object's state; `text`: free words. */
  source: "event" | "row" | "state" | "text";
  /** The type of an event; `null` for everything else. */
  type: "Normal" | "Warning" | null;
  reason: string | null;
  message: string;
  kind: string | null;
  name: string | null;
  namespace: string | null;
  container: string | null;
  /** It is about an init container. */
  isInit: boolean;
  image: string | null;
  /** How often it happened, as the cluster counts. */
  count: number | null;
  /** How long before the newest statement of the same text it was last said. */
  ageMs: number | null;
  /** For rows: how long the object exists. */
  lifeMs: number | null;
  /** For rows and states: everything of it is ready. */
  isReady: boolean;
  /** It tells of a run that has ended since. */
  isPast: boolean;
  /** The line to show as evidence. */
  line: string;
};

/** Where a statement stands: names that were said before it and hold for it too. */
export type Place = Pick<Statement, "kind" | "name" | "namespace" | "container" | "isInit" | "image">;

/** Nothing was said before. */
export const nowhere: Place = {
  kind: null,
  name: null,
  namespace: null,
  container: null,
  isInit: false,
  image: null,
};

const messageCharsMax = 4_000;
const lineCharsMax = 600;

/** A statement with what is known of it; messages keep their beginning and their end, where errors nest. */
export function makeStatement(
  known: Pick<Statement, "source" | "message"> & Partial<Statement>,
  place: Place = nowhere,
): Statement {
  const message = cutMiddle(known.message.trim(), messageCharsMax);
  return cleanTexts({
    type: null,
    reason: null,
    count: null,
    ageMs: null,
    lifeMs: null,
    isReady: false,
    isPast: false,
    ...place,
    ...known,
    message,
    line: cutMiddle((known.line ?? message).trim().replaceAll(/\s{2,50}/g, "  "), lineCharsMax),
  });
}

const texts = ["reason", "kind", "name", "namespace", "container", "image", "message", "line"] as const;

/** JSON writes as escapes what was taken out of the text, and a cut may leave half of a pair: neither can be stored. */
function cleanTexts(statement: Statement): Statement {
  for (const field of texts) {
    const text = statement[field];
    if (typeof text === "string") statement[field] = withoutInvisible(text);
  }
  return statement;
}

/** Invisible characters say nothing. */
export function withoutInvisible(text: string): string {
  return text.replaceAll(/[^\P{C}\n\t]/gu, " ");
}

/** What rules read: the reason, then the message. */
export function wordsOf({ reason, message }: Statement): string {
  if (reason === null) return message;
  return message === "" ? reason : `${reason}: ${message}`;
}

/** At most `charsMax` characters of a text, from both of its ends. */
export function cutMiddle(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const head = Math.floor(charsMax * 0.6);
  return `${text.slice(0, head)} … ${text.slice(text.length - (charsMax - head - 3))}`;
}
