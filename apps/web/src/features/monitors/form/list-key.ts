let last = 0;

/** Identifies a row of an editor while it is edited; rows come, go and hold equal values. */
export function nextListKey(): number {
  last += 1;
  return last;
}
