/** A monitor's configuration as a person would say it. */
import type { VersionReader } from "@rollcall/domain/monitor-spec";
import type { MonitorWire } from "@rollcall/domain/wire";
import { formatDuration } from "../../format/duration.ts";
import { assertionWords } from "./assertion-words.ts";
import { readerWords } from "./reader-words.ts";

type Configured = Pick<
  MonitorWire,
  | "regions"
  | "intervalSeconds"
  | "timeoutMs"
  | "assertions"
  | "version"
  | "verifiesDeploys"
  | "quorum"
  | "failureThreshold"
>;

/** "Every 1 min from every region, for 10 s at most." */
export function scheduleSentence({ intervalSeconds, regions, timeoutMs }: Configured): string {
  const from = regions.length === 0 ? "every region" : regions.join(", ");
  return `Every ${formatDuration(intervalSeconds)} from ${from}, for ${formatDuration(timeoutMs / 1000)} at most.`;
}

/** "Good when status is between 200 and 399." */
export function checksSentence({ assertions }: Configured): string {
  return assertions.length === 0
    ? "Any answer is good, whatever its status."
    : `Good when ${assertions.map(assertionWords).join(", and ")}.`;
}

/** "The version is read from the JSON field version; deploys are verified by it." */
export function versionSentence({ version, verifiesDeploys }: Configured): string {
  if (version === null) return "No version is read: health only.";
  return `The version is read from ${placeWords(version)}; deploys are ${verifiesDeploys ? "" : "not "}verified by it.`;
}

/** "The instance is read from the header x-pod-name."; `null` where answers do not name it. */
export function instanceSentence({ instance }: Pick<MonitorWire, "instance">): string | null {
  return instance === null ? null : `The instance that answered is read from ${placeWords(instance)}.`;
}

/** "While old answers persist, the origin 10.0.0.7 is asked too."; `null` where none is configured. */
export function originSentence({ origin }: Pick<MonitorWire, "origin">): string | null {
  return origin === null ? null : `While old answers persist, the origin ${origin} is asked too.`;
}

/** "Down when more than half of the answering regions fail 2 times in a row." */
export function quorumSentence({ quorum, failureThreshold }: Configured): string {
  const regions =
    quorum === null
      ? "more than half of the answering regions fail"
      : quorum.regions === 1
        ? "1 region fails"
        : `${quorum.regions} regions fail`;
  return `Down when ${regions} ${failureThreshold === 1 ? "once" : `${failureThreshold} times in a row`}.`;
}

function placeWords(reader: VersionReader): string {
  return reader.from === "text" ? readerWords(reader) : `the ${readerWords(reader)}`;
}
