/** The named fields of a page's query; one that stands there twice counts with its first value. */
export function pickQuery<Name extends string>(
  search: Record<string, string | string[] | undefined>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const picked: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = [search[name]].flat()[0];
    if (value !== undefined && value !== "") picked[name] = value;
  }
  return picked;
}
