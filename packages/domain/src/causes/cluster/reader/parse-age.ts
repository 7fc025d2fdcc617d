const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, y: 365 * 86_400_000 } as const;

/** An age as kubectl prints it, such as `5m4s` or `2d3h`, in milliseconds; `null` for anything else. */
export function parseAge(text: string): number | null {
  if (!/^(?:\d{1,6}[smhdy]){1,4}$/.test(text)) return null;
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(/(\d{1,6})([smhdy])/g))
    ms += Number(amount) * unitMs[unit as keyof typeof unitMs];
  return ms;
}
