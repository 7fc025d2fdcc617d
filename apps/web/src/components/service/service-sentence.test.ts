import type { ServiceView } from "@rollcall/services/views";
import { expect, test } from "vitest";
import { serviceSentence } from "./service-sentence.ts";

type Environment = ServiceView["environments"][number];
const share = {
  expected: 100,
  previous: 0,
  other: 0,
  unreadable: 0,
  error: 0,
  samples: 100,
  windowSeconds: 60,
};
const environment = (over: Partial<Environment>) =>
  ({
    environment: "production",
    health: "up",
    monitors: 1,
    expectedVersion: "2",
    servedVersion: "2",
    share,
    ...over,
  }) as Environment;

test.each([
  {
    name: "as it should be",
    environments: [environment({})],
    expected: "In production it serves 2 as expected.",
  },
  {
    name: "a mix is not as expected",
    environments: [environment({ share: { ...share, expected: 50, previous: 50 } })],
    expected: "In production 50\u00a0% of answers are the expected 2.",
  },
  {
    name: "a mix of which most is old",
    environments: [environment({ servedVersion: "1", share: { ...share, expected: 40, previous: 60 } })],
    expected: "In production 40\u00a0% of answers are the expected 2, others are 1.",
  },
  {
    name: "another version than expected",
    environments: [environment({ servedVersion: "1", share: { ...share, expected: 0, previous: 100 } })],
    expected: "In production it serves 1, expected is 2.",
  },
  {
    name: "an outage comes before the version",
    environments: [
      environment({ health: "down" }),
      environment({ environment: "staging", expectedVersion: null }),
    ],
    expected: "In production it is down; in staging it serves 2, nothing was announced.",
  },
  {
    name: "nothing is claimed without a monitor",
    environments: [environment({ monitors: 0 })],
    expected: "In production it has no monitor, so nothing is known.",
  },
])("$name", ({ environments, expected }) => {
  expect(serviceSentence({ environments })).toBe(expected);
});
