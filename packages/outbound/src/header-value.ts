/** The first header of that name, whatever its case; `undefined` when it was not sent. */
export function headerValue(headers: readonly [string, string][], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([sent]) => sent.toLowerCase() === wanted)?.[1];
}
