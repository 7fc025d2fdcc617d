/** Errors by JSON Pointer without the leading `#/`, as `callApi` gives them: `url`, `headers/0/name`. */
export type FieldErrors = Record<string, string | undefined>;

/** The first error at a field or anywhere below it. */
export function errorUnder(errors: FieldErrors, ...pointers: string[]): string | undefined {
  for (const pointer of pointers)
    for (const [at, detail] of Object.entries(errors))
      if (detail !== undefined && (at === pointer || at.startsWith(`${pointer}/`))) return detail;
  return undefined;
}
