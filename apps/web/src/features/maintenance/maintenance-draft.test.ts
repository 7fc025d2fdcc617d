import { createMaintenanceInput } from "@rollcall/domain/wire";
import { describe, expect, it } from "vitest";
import { bodyOfDraft, draftSentence, emptyDraft, type MaintenanceDraft } from "./maintenance-draft.ts";

const draft: MaintenanceDraft = {
  ...emptyDraft("checkout-api"),
  reason: "new disks",
  timeZone: "Asia/Tokyo",
};
const tail = " Uptime leaves the time out. Deploys are judged as ever.";

describe("a draft of maintenance", () => {
  it.each<{ name: string; input: Partial<MaintenanceDraft>; body: object; sentence: string }>([
    {
      name: "that begins now",
      input: { environment: "production" },
      body: { service: "checkout-api", environment: "production", durationMinutes: 30 },
      sentence: "Nobody is told of checkout-api in production for 30 min from now on.",
    },
    {
      name: "of everything",
      input: { service: "", minutes: 60 },
      body: { service: null, environment: null, durationMinutes: 60 },
      sentence: "Nobody is told of any service for 1 h from now on.",
    },
    {
      name: "that is planned by the clock of this machine",
      input: { when: "once", from: "2026-11-24T22:00" },
      body: { from: new Date(2026, 10, 24, 22).toISOString(), durationMinutes: 30 },
      sentence: "Nobody is told of checkout-api for 30 min from 2026-11-24 22:00 on.",
    },
    {
      name: "that recurs on days of the week",
      input: { when: "recurring", weekdays: ["sat", "sun"], minutes: 120 },
      body: {
        repeat: {
          ...{ every: "week", weekdays: ["sat", "sun"], monthDay: null },
          ...{ at: "02:00", durationMinutes: 120, timeZone: "Asia/Tokyo" },
        },
      },
      sentence: "Nobody is told of checkout-api every Saturday and Sunday at 02:00 (Asia/Tokyo) for 2 h.",
    },
    {
      name: "that recurs on a day of the month",
      input: { when: "recurring", every: "month", monthDay: "31" },
      body: { repeat: expect.objectContaining({ every: "month", weekdays: [], monthDay: 31 }) },
      sentence: "Nobody is told of checkout-api on day 31 of every month at 02:00 (Asia/Tokyo) for 30 min.",
    },
  ])("$name is a body that the server takes, and a sentence", ({ input, body, sentence }) => {
    const whole = { ...draft, ...input };
    expect(bodyOfDraft(whole)).toMatchObject({ reason: "new disks", ...body });
    expect(createMaintenanceInput.safeParse(bodyOfDraft(whole)).error).toBeUndefined();
    expect(draftSentence(whole).replaceAll("\u00a0", " ")).toBe(sentence + tail);
  });

  it("leaves what makes no sense to the server's words", () => {
    const typed = bodyOfDraft({ ...draft, when: "once", from: "soon" });
    expect(createMaintenanceInput.safeParse(typed).error?.issues[0]?.path).toEqual(["from"]);
  });
});
