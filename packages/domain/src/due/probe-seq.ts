/**
 * The sequence numbers of probes that share a monitor, region and scheduled second. They are part of an
 * observation's key, so every reason to probe has its own range.
 */
export const probeSeq = {
  /** The monitor's own interval. */
  interval: 0,
  /** At once after it was made, edited or resumed. */
  first: 1,
  /** At once because another region saw a failure. */
  confirm: 2,
  /** Plain probes of a burst, counted from here. */
  burst: 10,
  /** The cache-busted probe beside a burst. */
  busted: 900,
  /** The one at the origin, beside both. */
  origin: 901,
  /** The page with its files. */
  assets: 902,
} as const;

/**
 * True for a probe of a burst. Bursts prove versions; health counts failures in a row at the monitor's own pace,
 * so that five probes in one second are not five failures in a row.
 */
export function isBurstSeq(seq: number): boolean {
  return seq >= probeSeq.burst;
}
