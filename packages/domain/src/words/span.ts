/** A span of time of day: "12:04–12:10 UTC", with the days where it reaches into another: "2026-11-21 23:58 – 2026-11-22 00:10 UTC". */
export function formatSpan(from: number, to: number): string {
  const [begin, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
  if (begin.slice(0, 10) === end.slice(0, 10)) return `${begin.slice(11, 16)}–${end.slice(11, 16)} UTC`;
  return `${begin.slice(0, 16).replace("T", " ")} – ${end.slice(0, 16).replace("T", " ")} UTC`;
}
