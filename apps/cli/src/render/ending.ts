import type { DeployWire } from "@rollcall/domain/wire";
import { type Ending, exitCodes } from "../exit-codes.ts";
import { caveatLines } from "./caveats.ts";
import type { Palette } from "./palette.ts";
import { plainText } from "./wrap.ts";

/** The last lines of a wait: how it ended, the likely causes with what to type next, and where to look. */
export function renderEnding(deploy: DeployWire, ending: Ending, palette: Palette): string[] {
  const isGood = ending.code === exitCodes.live;
  const causes = isGood ? [] : deploy.causes.slice(0, 3);
  return [
    `${(isGood ? palette.good : palette.bad)(ending.headline)} (${deploy.service} › ${deploy.environment})`,
    ...(isGood && deploy.alreadyLive
      ? ["It was served before: this deploy cannot be told apart by version."]
      : []),
    ...causes.flatMap((cause) => [
      `  ${plainText(cause.title)} (${Math.round(cause.confidence * 100)} % sure)`,
      ...cause.evidence.slice(0, 3).map((line) => palette.quiet(`    ${plainText(line)}`)),
      ...cause.next.slice(0, 3).map((command) => `    next: ${plainText(command)}`),
    ]),
    ...(causes[0]?.docs === undefined ? [] : [palette.quiet(`  more: ${plainText(causes[0].docs)}`)]),
    ...caveatLines(deploy).map((line) => palette.quiet(`  ${line}`)),
    palette.quiet(deploy.links.dashboard),
  ];
}
