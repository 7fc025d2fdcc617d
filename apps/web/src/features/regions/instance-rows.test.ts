import type { Instance, Stores } from "@rollcall/services/instance";
import { describe, expect, it } from "vitest";
import { type InstanceSetup, instanceRows } from "./instance-rows.ts";

const at = new Date(Date.UTC(2026, 10, 22, 12));
const ago = (seconds: number) => at.getTime() - seconds * 1000;
const gib = 1024 ** 3;

function read(
  facts: Partial<Instance["facts"]> = {},
  stores: Partial<Stores> = {},
  setup: Partial<InstanceSetup> = {},
): Record<string, string> {
  const instance: Instance = {
    ...{ at, roles: [], faults: [] },
    facts: {
      ...{ signs: [], ledUntil: null, queues: [], isQueueAway: false, presences: [], noticesSince: null },
      ...{ deliveriesSince: null, mailRefusedSince: null, deadLetters: 0, operatorsUnreachedSince: null },
      disks: [{ workerId: "w1", freeBytes: 40 * gib, totalBytes: 100 * gib }],
      ...facts,
    },
  };
  const known: Stores = {
    ...{ databaseBytes: 84 * 1024 ** 2, deliveriesWaiting: 0, deliveriesFailing: 0 },
    ...{ mailTakenAt: new Date(ago(120)), ...stores },
  };
  const chosen = { hasMail: true, operatorMedia: ["email"], hasHeartbeat: false, ...setup };
  return Object.fromEntries(
    instanceRows(instance, known, chosen).map(({ name, text, advice }) => [
      name,
      [text, advice].filter(Boolean).join(" ").replaceAll("\u00a0", " "),
    ]),
  );
}

describe("the lines about the instance", () => {
  it("say of one that is well what it lives on", () => {
    expect(read()).toEqual({
      Queues: "No job waits.",
      Messages: "No message waits; none was given up in the last day.",
      "Mail server": "Took the last mail to a channel 2 min ago.",
      Database: "84 MiB large.",
      Disk: "40 GiB of 100 GiB free where w1 keeps its data.",
      "Told of trouble here": "Those who run this instance, by email.",
    });
  });

  it.each([
    {
      name: "a queue that lags",
      rows: read({
        queues: [
          { queue: "urgent", region: null, waiting: 0, oldestMs: null },
          { queue: "observations", region: null, waiting: 12, oldestMs: 65_000 },
        ],
      }),
      expected: { Queues: "observations: 12 jobs, the oldest for 1 min 5 s." },
    },
    {
      name: "a queue that is away",
      rows: read({ isQueueAway: true }),
      expected: { Queues: "The queue does not answer." },
    },
    {
      name: "messages that fail and were given up",
      rows: read({ deadLetters: 2 }, { deliveriesWaiting: 3, deliveriesFailing: 1 }),
      expected: {
        Messages:
          "3 messages to be sent, 1 of them tried in vain so far; 2 given up in the last day. Channels names the reason, and tries them again.",
      },
    },
    {
      name: "mail that is refused",
      rows: read({ mailRefusedSince: ago(360) }),
      expected: {
        "Mail server":
          "Has taken nothing for 6 min; mail waits and is tried again. What it said stands at each delivery of the incident.",
      },
    },
    {
      name: "no mail server and nobody to tell",
      rows: read({}, {}, { hasMail: false, operatorMedia: [], hasHeartbeat: true }),
      expected: {
        "Mail server": "Not set up: no email is sent. Set SMTP_URL and MAIL_FROM.",
        "Told of trouble here":
          "Nobody. Another system hears the outgoing heartbeat. Set ROLLCALL_OPERATORS_EMAIL, ROLLCALL_OPERATORS_WEBHOOK or both.",
      },
    },
    {
      name: "a mail server that was never used",
      rows: read({}, { mailTakenAt: null }),
      expected: { "Mail server": "Set up; nothing has been sent to a channel yet." },
    },
  ])("say of $name what to do", ({ rows, expected }) => {
    expect(rows).toMatchObject(expected);
  });
});
