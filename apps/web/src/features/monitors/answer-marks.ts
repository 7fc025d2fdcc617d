import type { MonitorView } from "@rollcall/services/views";
import type { Mark } from "@/components/rollout/bucket-shape.tsx";

/** What the marks of a monitor's strip mean: compared with what should be served now, or just good and failed. */
export const answerNames: Record<Mark, string> = {
  expected: "expected version",
  previous: "earlier version",
  other: "another version",
  unreadable: "good without a version",
  error: "failed",
  plain: "good",
};

/** A monitor's answers as marks; one that should name its version and does not is an outline. */
export function answerMarks({
  recent,
  version,
}: Pick<MonitorView, "recent" | "version">): { at: string; region: string; bucket: Mark }[] {
  const markOf = (answer: MonitorView["recent"][number]): Mark => {
    if (answer.bucket !== null) return answer.bucket;
    if (!answer.ok) return "error";
    return version !== null && answer.version === null ? "unreadable" : "plain";
  };
  return recent.map((answer) => ({ at: answer.at, region: answer.region, bucket: markOf(answer) }));
}

/** The version in the newest answer that names one. */
export function lastVersion({ recent }: Pick<MonitorView, "recent">): string | null {
  return recent.findLast((answer) => answer.version !== null)?.version ?? null;
}
