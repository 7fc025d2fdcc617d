/** "1 service", "3 services"; `plural` where an s is not enough. */
export function countOf(count: number, one: string, plural = `${one}s`): string {
  return `${count.toLocaleString("en-GB")}\u00a0${count === 1 ? one : plural}`;
}
