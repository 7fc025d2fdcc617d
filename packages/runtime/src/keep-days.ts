/** For how many days raw observations, and their roll-ups by minute, hour and day, are kept. */
export type KeepDays = { observations: number; minutes: number; hours: number; days: number };

/** What is kept where nobody says otherwise. */
export const usualKeepDays: KeepDays = { observations: 30, minutes: 7, hours: 90, days: 800 };
/** What pages show has to be there. */
const least: KeepDays = { observations: 2, minutes: 2, hours: 8, days: 91 };
const names = Object.keys(usualKeepDays) as (keyof KeepDays)[];

/** What is said to whoever writes it wrongly. */
export const keepDaysShape = `must be a comma list such as minutes:7, with at least ${names
  .map((name) => `${name}:${least[name]}`)
  .join(", ")}`;

/** True for `minutes:7` and the like, when it is not too few. */
export function isKeepDaysPart(part: string): boolean {
  const [given = "", days = ""] = part.split(":");
  const name = names.find((known) => known === given);
  return name !== undefined && /^\d{1,5}$/.test(days) && Number(days) >= least[name];
}

/** The days of parts that were checked, and the usual ones for what they leave out. */
export function readKeepDays(parts: readonly string[]): KeepDays {
  const given = Object.fromEntries(
    parts.map((part) => part.split(":")).map(([name, days]) => [name, Number(days)]),
  );
  return { ...usualKeepDays, ...given };
}
