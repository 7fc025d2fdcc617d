/** PostgreSQL neither answers nor refuses, and goes on as if nothing had been: what nobody waits for any more as well. */
import { setTimeout as pause } from "node:timers/promises";
import type { FaultCase } from "../play-faults.ts";
import { letLast } from "./let-last.ts";
import { withBlockedJudge } from "./with-blocked-judge.ts";

/** Longer than a statement may be without an answer (40 s). */
const serverHangsMs = 45_000;
/** Longer than whoever waits for its locks does (20 s). */
const backendHangsMs = 25_000;
/** Long enough for the server to hang before the receiver has answered. */
const slowAnswerMs = 4_000;

export const hangingPostgres: FaultCase[] = [
  {
    name: "PostgreSQL hangs while a message is under way",
    promised:
      "what is taken meanwhile is written down later, and not sent again; nobody is kept waiting for good",
    usualQueue: "PostgreSQL",
    async inject(house, { service, untilTold }) {
      const { webhook } = house.receivers;
      webhook.answerWith(({ text }) => ({ status: 200, afterMs: text.includes(service) ? slowAnswerMs : 0 }));
      await untilTold("stuck", ["webhook"]);
      house.postgres.hang();
      const said = await letLast(house, "database", serverHangsMs);
      house.postgres.wake();
      webhook.answerWith({ status: 200 });
      return said;
    },
  },
  {
    name: "a backend of PostgreSQL hangs in a transaction of the judge",
    promised: "others are judged and told meanwhile; whom it kept waiting, afterwards",
    usualQueue: "PostgreSQL",
    async inject(house, rollout, former) {
      const beganAt = Date.now();
      await withBlockedJudge(house.postgres.url(), rollout, async (backend) => {
        process.kill(backend, "SIGSTOP");
        try {
          await former.untilTold("recovered");
          await pause(Math.max(0, beganAt + backendHangsMs - Date.now()));
        } finally {
          process.kill(backend, "SIGCONT");
        }
      });
      return `it hung for ${Math.round((Date.now() - beganAt) / 1000)} s, and its environment was locked`;
    },
  },
];
