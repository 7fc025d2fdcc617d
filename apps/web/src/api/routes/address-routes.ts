/**
 * `/confirm-address`: where an address says that it wants a workspace's notices. Following the link changes nothing
 * (programs that check mails follow links too); the button does.
 */
import { confirmAddress, readQuestion } from "@rollcall/services/channels";
import type { Hono } from "hono";
import type { ApiContext, ApiDeps, ApiEnv } from "../api-context.ts";
import { clientAddress } from "../client-address.ts";
import { noticePagePolicy, renderNoticePage } from "../render-notice-page.ts";

const path = "/confirm-address";
const bodyBytesMax = 4096;

export function addAddressRoutes(app: Hono<ApiEnv>, deps: ApiDeps): void {
  const { wiring, limits } = deps;
  const countVisit = (c: ApiContext) =>
    limits.refusals.count(clientAddress(c.req.raw.headers, c.env, wiring.env.proxyHops));

  app.get(path, async (c) => {
    await countVisit(c);
    const token = c.req.query("token") ?? "";
    const question = await readQuestion(wiring.db, token);
    if (question === null) return answer(c, 404, unknownLink);
    return answer(c, 200, {
      title: "Alerts for this address?",
      text: `Rollcall would write to ${question.email} when something is wrong with a service of "${question.workspace}".`,
      form: { action: path, token, button: "Yes, send them" },
    });
  });
  app.post(path, async (c) => {
    await countVisit(c);
    const isTooLong = Number(c.req.header("content-length") ?? Number.POSITIVE_INFINITY) > bodyBytesMax;
    const { token } = isTooLong ? {} : await c.req.parseBody();
    const isKnown = typeof token === "string" && (await confirmAddress(wiring, token));
    return isKnown
      ? answer(c, 200, { title: "Confirmed", text: "Alerts will come to this address from now on." })
      : answer(c, 404, unknownLink);
  });
}

const unknownLink = {
  title: "This link does not work",
  text: "It is not known, or a newer one was sent. Ask whoever set up the alerts to save the channel again.",
};

function answer(c: ApiContext, status: 200 | 404, page: Parameters<typeof renderNoticePage>[0]): Response {
  c.header("content-security-policy", noticePagePolicy);
  return c.html(renderNoticePage(page), status);
}
