/**
 * Milliseconds in two bytes, as `facts.packed_observation` keeps them: on a logarithmic scale that is right to
 * a thirtieth of a percent, and to a hundredth, up to two hours, where it ends.
 */

/** The scale, for whoever reads codes in SQL: `(exp(code / codesPerE) - 1) / unitsPerMs`. */
export const codesPerE = 1600;
export const unitsPerMs = 100;
const codeMax = 32_767;
const absent = -32_768;

/** The code of a time, which may be negative; `null` has one of its own. */
export function toTimeCode(time: number | null): number {
  if (time === null) return absent;
  const code = Math.min(codeMax, Math.round(codesPerE * Math.log1p(Math.abs(time) * unitsPerMs)));
  return time < 0 ? -code : code;
}

/** The time that a code stands for, to two decimals. */
export function fromTimeCode(code: number): number | null {
  if (code === absent) return null;
  const time = Math.round(Math.expm1(Math.abs(code) / codesPerE)) / unitsPerMs;
  return code < 0 ? -time : time;
}
