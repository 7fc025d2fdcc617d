import type { Progress } from "./progress.ts";

/** What moved last, as people read it: "The last progress was …". */
export const progressWords: Record<Progress["kind"], string> = {
  started: "the start",
  announced_again: "the repeated announcement",
  joined: "a monitor or region that joined",
  first_seen: "the new version's first answer somewhere",
  instance: "one more instance that serves the new version",
  gain: "a proven gain of its share",
  part_done: "a region that was proven",
  at_target: "reaching the target share",
};
