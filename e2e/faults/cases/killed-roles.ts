/** Each role is killed with SIGKILL in the middle of its work, and started again. */
import { onServer } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { startCli } from "../../stage/cli.ts";
import { type House, singleRoles } from "../house.ts";
import { patience } from "../patience.ts";
import type { FaultCase } from "../play-faults.ts";
import { withBlockedJudge } from "./with-blocked-judge.ts";

export const killedRoles: FaultCase[] = [
  {
    name: "judge killed in a transaction",
    promised: "what it had in hand is judged again, once",
    async inject(house, rollout) {
      await withBlockedJudge(house.postgres.url(), rollout, () => house.kill("judge"));
      await house.start("judge");
      return undefined;
    },
  },
  {
    name: "notifier killed while it sends",
    promised:
      "a message that was not taken comes once; one that was taken without our record may come twice, with its id",
    usualQueue: "PostgreSQL",
    async inject(house, { service, untilTold }) {
      const { smtp, webhook } = house.receivers;
      smtp.failWith({ at: "data", reply: "hang" });
      webhook.answerWith(({ text }) => (text.includes(service) ? "hang" : { status: 200 }));
      await untilTold("stuck", ["Slack", "webhook"]);
      await waitUntil("mail and webhook alone to be under way", () => isHalfSent(house, service), patience);
      await house.kill("notifier");
      smtp.failWith(null);
      webhook.answerWith({ status: 200 });
      await house.start("notifier");
      // The two minutes for which a sender has a message to itself are over.
      await onServer(house.postgres.url(), (client) =>
        client.query("update delivery set claimed_until = now() where claimed_until is not null"),
      );
      return "the webhook that had been taken came twice, with one `webhook-id`; the mail that had not, once";
    },
    mayRepeat: ["webhook"],
  },
  {
    name: "scheduler killed",
    promised: "probing goes on when one leads again",
    usualQueue: "Redis",
    async inject(house) {
      await house.kill("scheduler");
      await house.start("scheduler");
      return undefined;
    },
  },
  {
    name: "prober killed with probes in flight",
    promised: "its probes are lost and made up for by later ones",
    async inject(house, { pods }) {
      const taken = () => pods.pods().reduce((sum, pod) => sum + pod.requestsTaken, 0);
      const before = taken();
      await waitUntil("probes in flight", () => taken() > before, patience);
      await house.kill("prober");
      await house.start("prober");
      return undefined;
    },
  },
  {
    name: "web killed while CI announces and waits",
    promised: "an announcement that is repeated makes no second deploy; a gate that waits hears the verdict",
    usualQueue: "Redis",
    async inject({ api, baseUrl, token, kill, start }, { service, deploy }) {
      const gate = startCli({ baseUrl, token }, ["wait", deploy.id]);
      await waitUntil("the gate to wait", () => gate.output() !== "", patience);
      const repeated = { service, version: deploy.version };
      const [refused] = await Promise.allSettled([api.announce(repeated), kill("web")]);
      await start("web");
      const again = await api.announce(repeated);
      if (again.id !== deploy.id) throw new Error(`${deploy.id} was announced again as ${again.id}`);
      const code = await gate.exitCode;
      if (code !== 3) throw new Error(`the gate ended with ${code}:\n${gate.output()}`);
      const how = refused.status === "rejected" ? "was cut off" : "came through";
      return `the announcement that ${how} was repeated: the same deploy; the gate ended with 3`;
    },
  },
  {
    name: "every role killed at once",
    promised: "all of it goes on where it was",
    usualQueue: "PostgreSQL",
    async inject(house) {
      await Promise.all(singleRoles.map(house.kill));
      await Promise.all(singleRoles.map(house.start));
      return undefined;
    },
  },
];

/** Mail and webhook are being sent, and to Slack nothing: it could not be told from a repeat. */
async function isHalfSent(house: House, service: string): Promise<boolean> {
  const claims = await onServer(house.postgres.url(), async (client) => {
    const { rows } = await client.query<{ kind: string; service: string }>(
      `select c.kind, o.notice->>'service' as service
       from delivery d join outbox o on o.id = d.outbox_id join channel c on c.id = d.channel_id
       where d.claimed_until is not null`,
    );
    return rows;
  });
  const own = claims.filter((claim) => claim.service === service).map(({ kind }) => kind);
  return own.sort().join() === "email,webhook" && claims.every(({ kind }) => kind !== "slack");
}
