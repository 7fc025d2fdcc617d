import { describe, expect, test } from "vitest";
import {
  checksSentence,
  instanceSentence,
  quorumSentence,
  scheduleSentence,
  versionSentence,
} from "./monitor-sentences.ts";

const monitor = {
  regions: [],
  intervalSeconds: 60,
  timeoutMs: 10_000,
  assertions: [],
  version: null,
  verifiesDeploys: false,
  quorum: null,
  failureThreshold: 2,
};
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("a monitor in words", () => {
  test.each([
    { said: scheduleSentence(monitor), expected: "Every 1 min from every region, for 10 s at most." },
    {
      said: scheduleSentence({ ...monitor, regions: ["eu-west", "us-east"], intervalSeconds: 90 }),
      expected: "Every 1 min 30 s from eu-west, us-east, for 10 s at most.",
    },
    { said: checksSentence(monitor), expected: "Any answer is good, whatever its status." },
    {
      said: checksSentence({
        ...monitor,
        assertions: [
          { on: "status", op: "between", value: "200-299" },
          { on: "json", path: "status", op: "eq", value: "ok" },
          { on: "header", name: "etag", op: "exists" },
        ],
      }),
      expected:
        'Good when status is between 200 and 299, and JSON field status is "ok", and header etag is there.',
    },
    { said: versionSentence(monitor), expected: "No version is read: health only." },
    {
      said: versionSentence({
        ...monitor,
        version: { from: "header", name: "x-version" },
        verifiesDeploys: true,
      }),
      expected: "The version is read from the header x-version; deploys are verified by it.",
    },
    {
      said: versionSentence({ ...monitor, version: { from: "text" } }),
      expected: "The version is read from the whole answer; deploys are not verified by it.",
    },
    {
      said: instanceSentence({ instance: { from: "header", name: "x-pod-name" } }) ?? "",
      expected: "The instance that answered is read from the header x-pod-name.",
    },
    {
      said: quorumSentence(monitor),
      expected: "Down when more than half of the answering regions fail 2 times in a row.",
    },
    {
      said: quorumSentence({ ...monitor, quorum: { regions: 1 }, failureThreshold: 1 }),
      expected: "Down when 1 region fails once.",
    },
  ])("$expected", ({ said, expected }) => {
    expect(plain(said)).toBe(expected);
  });
});
