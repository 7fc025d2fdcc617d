import { describe, expect, it } from "vitest";
import type { JudgedDeploy, LoadedEnvironment } from "../ingest/load-environment.ts";
import { previousVersion } from "./previous-version.ts";

const sha = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334";

function environment(more: {
  servedVersion?: string;
  lived?: { version: string; identities: string[] }[];
  current?: { version: string; liveAt: Date | null; previousVersion: string | null };
}): LoadedEnvironment {
  const started = more.current && { ...more.current, startedAt: new Date(0) };
  return {
    row: { servedVersion: more.servedVersion ?? null },
    lived: more.lived ?? [],
    openDeploys: started ? [started as JudgedDeploy] : [],
  } as unknown as LoadedEnvironment;
}

const cases = [
  {
    name: "nothing is known of a new environment",
    environment: environment({}),
    stated: null,
    expected: { previousVersion: null, previousIdentities: [] },
  },
  {
    name: "what CI says wins over what answers carry",
    environment: environment({ servedVersion: "1.41.3" }),
    stated: "1.41.2",
    expected: { previousVersion: "1.41.2", previousIdentities: ["1.41.2"] },
  },
  {
    name: "what most answers carry is the previous version, even if nobody announced it",
    environment: environment({ servedVersion: "1.41.3" }),
    stated: null,
    expected: { previousVersion: "1.41.3", previousIdentities: ["1.41.3"] },
  },
  {
    name: "a served short commit is known under everything its deploy announced",
    environment: environment({
      servedVersion: sha.slice(0, 7),
      lived: [{ version: "1.41.3", identities: ["1.41.3", sha] }],
    }),
    stated: null,
    expected: { previousVersion: "1.41.3", previousIdentities: [sha.slice(0, 7), "1.41.3", sha] },
  },
  {
    name: "without answers a live deploy is what served",
    environment: environment({
      current: { version: "1.41.3", liveAt: new Date(1), previousVersion: "1.40" },
    }),
    stated: null,
    expected: { previousVersion: "1.41.3", previousIdentities: ["1.41.3"] },
  },
  {
    name: "without answers a deploy that never went live leaves what was before it",
    environment: environment({ current: { version: "1.41.3", liveAt: null, previousVersion: "1.40" } }),
    stated: null,
    expected: { previousVersion: "1.40", previousIdentities: ["1.40"] },
  },
];

describe("previousVersion", () => {
  it.each(cases)("$name", ({ environment, stated, expected }) => {
    expect(previousVersion(environment, stated)).toEqual(expected);
  });
});
