import type { Prisma } from "@rollcall/db";
import { severity } from "@rollcall/domain/glossary";
import { type Flap, flap, steady, takeOn } from "@rollcall/domain/incident";

/** What an incident's row keeps of its coming and going, once somebody has taken it on as it stands. */
export function flapTakenOn(row: Pick<Prisma.IncidentModel, "severity" | "flap">): Flap {
  return takeOn({ severity: severity.parse(row.severity), flap: flap.safeParse(row.flap).data ?? steady });
}
