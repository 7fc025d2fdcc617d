/** A share that was chosen, not counted, to a tenth of a percent: "10 %", "99.9 %". */
export function formatPercent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
