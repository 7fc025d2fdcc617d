import { announceDeployInput } from "@rollcall/domain/wire";
import { describe, expect, it } from "vitest";
import { announcedStart, announcedVersion, newDeployColumns, startColumns } from "./announcement.ts";

const now = new Date("2026-11-22T09:00:00Z");
const input = (more: object) =>
  announceDeployInput.parse({ service: "checkout-api", version: "2.0.0", ...more });

describe("announcedVersion", () => {
  it("is the first identity when no version is stated", () => {
    expect(announcedVersion(input({ version: undefined, identities: ["a1b2c3d", "v2"] }))).toBe("a1b2c3d");
  });
});

describe("announcedStart", () => {
  it.each([
    ["at once", {}, now],
    ["not while it is pending", { status: "pending" }, null],
    ["when CI says it did", { startedAt: "2026-11-22T08:55:00Z" }, new Date("2026-11-22T08:55:00Z")],
    ["not in the future", { startedAt: "2026-11-22T10:00:00Z" }, now],
  ])("%s", (_name, more, expected) => {
    expect(announcedStart(input(more), now)).toEqual(expected);
  });
});

describe("newDeployColumns", () => {
  it("states the defaults: ten minutes without progress, a day of watching", () => {
    expect(newDeployColumns(input({ identities: ["2.0.0", "v2"] }), {}, now)).toMatchObject({
      version: "2.0.0",
      identities: ["2.0.0", "v2"],
      status: "started",
      strategy: "rolling",
      progressDeadlineSeconds: 600,
      watchUntil: new Date("2026-11-23T09:00:00Z"),
      startedAt: now,
    });
  });
  it("takes what is stated instead", () => {
    const stated = { progressDeadlineSeconds: 60, watchUntil: "2026-11-22T10:00:00Z", status: "succeeded" };
    expect(newDeployColumns(input(stated), {}, now)).toMatchObject({
      progressDeadlineSeconds: 60,
      watchUntil: new Date("2026-11-22T10:00:00Z"),
      status: "succeeded",
    });
  });
});

describe("startColumns", () => {
  const pending = { startedAt: null, status: "pending" };
  const started = { startedAt: now, status: "started" };
  it.each([
    [
      "a pending deploy starts with the word started",
      "started",
      pending,
      { startedAt: now, status: "started" },
    ],
    [
      "a pending deploy starts with a job's end",
      "succeeded",
      pending,
      { startedAt: now, status: "succeeded" },
    ],
    ["a pending deploy stays with the word pending", "pending", pending, {}],
    ["a pending deploy that is cancelled never starts", "cancelled", pending, {}],
    ["a started one never goes back", "pending", started, { status: "started" }],
    ["a started one does not start again", "started", started, {}],
  ] as const)("%s", (_name, status, stored, expected) => {
    expect(startColumns(status, stored, now)).toEqual(expected);
  });
});
