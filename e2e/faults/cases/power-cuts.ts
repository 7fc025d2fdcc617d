import { rm } from "node:fs/promises";
import type { IncidentWire } from "@rollcall/domain/wire";
import { makeThrowAwayFolder } from "@rollcall/testing/throw-away-folder";
import { waitUntil } from "@rollcall/testing/wait-until";
import { patience } from "../patience.ts";
import { openRollout } from "../rollout.ts";
import { openWholeProduct, type WholeProduct } from "../whole-product.ts";
import type { LoneCase } from "./index.ts";

/** The whole machine fails in the middle of everything, while a receiver is away. */
export const powerCuts: LoneCase = {
  name: "power cut in mid-incident, twice, while Slack is down",
  promised: "Slack hears of it later, once; a restart neither tells again nor forgets the recovery",
  async play() {
    const folder = makeThrowAwayFolder();
    const product = await openWholeProduct(folder);
    try {
      const { slack } = product.receivers;
      slack.answerWith({ status: 500 });
      const rollout = await openRollout(product, "checkout-api");
      await rollout.letDeadlinePass();
      await rollout.untilTold("stuck", ["email", "webhook"]);
      // What was taken without our record would come again; that is another fault.
      await waitUntil(
        "all of it to be written down",
        () => isWrittenDown(product, "failed,sent,sent"),
        patience,
      );
      await product.cutPower();
      slack.requests.splice(0);
      slack.answerWith({ status: 200, body: "ok" });
      await product.start();
      await rollout.untilTold("stuck");
      await waitUntil("Slack to be written down", () => isWrittenDown(product, "sent,sent,sent"), patience);
      rollout.complete();
      await product.cutPower();
      await product.start();
      await rollout.untilTold("recovered");
      return {
        name: powerCuts.name,
        happened:
          "Slack had the alert after the first cut and the recovery after the second, like the others; nobody twice",
        mistakes: await rollout.allMistakes(),
      };
    } finally {
      await product.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** How each delivery of the incident stands, in the order of the alphabet. */
async function isWrittenDown({ api }: WholeProduct, states: string): Promise<boolean> {
  const [incident] = await api.listIncidents();
  const { deliveries } = await api.ask<IncidentWire>("GET", `/incidents/${incident?.id}`);
  return (
    deliveries
      .map(({ state }) => state)
      .sort()
      .join() === states
  );
}
