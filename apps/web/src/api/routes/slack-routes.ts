/** `/api/slack/actions`: where Slack says that somebody pressed a button of one of our messages. */
import { answerSlack } from "@rollcall/notify";
import { actFromSlack } from "@rollcall/services/channels";
import type { Hono } from "hono";
import type { ApiDeps, ApiEnv } from "../api-context.ts";
import { clientAddress } from "../client-address.ts";
import { readBody } from "../read-body.ts";

/** Slack sends the whole message along. */
const bodyBytesMax = 512 * 1024;

export function addSlackRoutes(app: Hono<ApiEnv>, { wiring, limits }: ApiDeps): void {
  app.post("/api/slack/actions", async (c) => {
    const address = clientAddress(c.req.raw.headers, c.env, wiring.env.proxyHops);
    await limits.requests.count(`slack:${address}`);
    const body = new TextDecoder().decode(await readBody(c.req.raw, bodyBytesMax));
    const reply = await actFromSlack(wiring, {
      body,
      timestamp: c.req.header("x-slack-request-timestamp") ?? "",
      signature: c.req.header("x-slack-signature") ?? "",
    }).catch(async (error) => {
      await limits.refusals.count(address);
      throw error;
    });
    // Slack waits three seconds for this answer; what is said in the channel goes another way and may take longer.
    if (reply !== null)
      void answerSlack(wiring.guard, reply).then((isTaken) => {
        if (!isTaken)
          wiring.log.warn({ requestId: c.get("requestId") }, "Slack did not take the answer to a button");
      });
    return c.body(null, 200);
  });
}
