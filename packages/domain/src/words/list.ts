/** Names as people list them: "eu-west", "eu-west and us-east", "eu-west, us-east and 3 more". */
export function listNames(names: readonly string[], namedMax = 3): string {
  if (names.length <= 1) return names.join("");
  const isTooMany = names.length > namedMax;
  const named = isTooMany ? names.slice(0, namedMax - 1) : names.slice(0, -1);
  const last = isTooMany ? `${names.length - named.length} more` : names.slice(-1);
  return `${named.join(", ")} and ${last}`;
}

/** "1 probe", "200 probes": the noun takes an s unless there is exactly one. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
