/** The leading items whose sizes add up to at most `max`: what is left out is what matters least. */
export function keepWithin<T>(items: readonly T[], sizeOf: (item: T) => number, max: number): T[] {
  let size = 0;
  const firstOver = items.findIndex((item) => {
    size += sizeOf(item);
    return size > max;
  });
  return firstOver === -1 ? [...items] : items.slice(0, firstOver);
}

/** Text of at most `charsMax` characters; a cut shows, and leaves no half of a character: vendors refuse such JSON. */
export function cutText(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : `${text.slice(0, charsMax - 1).replace(/\p{Cs}$/u, "")}…`;
}

/** How many bytes a value takes as JSON in UTF-8, with the comma after it. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1;
}
