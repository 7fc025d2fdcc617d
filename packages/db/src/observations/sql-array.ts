/**
 * Arrays as PostgreSQL reads them, to be bound as one text each: Prisma turns every value of an array over several
 * times, which for thousands of rows costs more than writing them.
 */

/** Of numbers: `{1,2}`. */
export function numbersToSql(numbers: readonly number[]): string {
  return `{${numbers.join(",")}}`;
}

/** Of texts, each quoted; a text may hold anything but NUL. */
export function textsToSql(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
