import type { Bucket } from "@rollcall/domain/glossary";
import type { MonitorView } from "@rollcall/services/views";
import type { BucketNames } from "@/components/rollout/buckets.ts";

/** What the shapes of a monitor's strip mean; without a deploy, no version is the previous or another one. */
export const answerNames: BucketNames = {
  expected: "good",
  previous: "previous",
  other: "other",
  unreadable: "good without a version",
  error: "failed",
};

/** A monitor's answers as marks; one that should name its version and does not is an outline. */
export function answerMarks({ recent, version }: Pick<MonitorView, "recent" | "version">) {
  const bucketOf = (answer: MonitorView["recent"][number]): Bucket => {
    if (!answer.ok) return "error";
    return version !== null && answer.version === null ? "unreadable" : "expected";
  };
  return recent.map((answer) => ({ at: answer.at, region: answer.region, bucket: bucketOf(answer) }));
}

/** The version in the newest answer that names one. */
export function lastVersion({ recent }: Pick<MonitorView, "recent">): string | null {
  return recent.findLast((answer) => answer.version !== null)?.version ?? null;
}
