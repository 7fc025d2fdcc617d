import { Fleet } from "@rollcall/testing/fleet";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import { type SmtpPeer, startSmtpPeer } from "@rollcall/testing/smtp-peer";
import type { Api } from "../stage/api.ts";

/** One message as it arrived. `id` is the same in every repeat of it, `null` where the medium has none. */
export type Message = { via: Medium; box: string; headline: string; id: string | null; at: number };
export type Medium = "email" | "Slack" | "webhook";
export const media: readonly Medium[] = ["email", "Slack", "webhook"];

/** What a product tells, and what it watches: real servers on loopback. */
export type Receivers = {
  fleet: Fleet;
  smtp: SmtpPeer;
  slack: HttpPeer;
  webhook: HttpPeer;
  /** Makes a channel of every medium that ends in this box; for the services named, or for all. */
  addChannels(api: Api, box: string, services?: string[]): Promise<void>;
  /** Everything received so far, in the order of arrival by medium. */
  messages(): Message[];
  close(): Promise<void>;
};

/** Opens all of them; they answer well until told otherwise. */
export async function openReceivers(): Promise<Receivers> {
  const [smtp, slack, webhook] = await Promise.all([startSmtpPeer(), startHttpPeer(), startHttpPeer()]);
  const fleet = new Fleet();
  return {
    ...{ fleet, smtp, slack, webhook },
    async addChannels(api, box, services = []) {
      const email = { to: [`${box}@example.com`] };
      await api.createChannel({ kind: "email", name: `Mail ${box}`, config: email, services });
      const hook = { webhookUrl: `${slack.url}/${box}` };
      await api.createChannel({ kind: "slack", name: `#${box}`, config: hook, services });
      const address = { url: `${webhook.url}/${box}` };
      await api.createChannel({ kind: "webhook", name: `Hook ${box}`, config: address, services });
    },
    messages: () => [
      ...smtp.mails.map(({ subject, headers, at, to: [address = ""] }) => {
        const [box = ""] = address.split("@");
        return { via: "email" as const, box, headline: subject, id: headers["message-id"] ?? null, at };
      }),
      ...slack.requests.map(({ json, path, at }) => {
        return { via: "Slack" as const, box: path.slice(1), headline: slackHeadline(json), id: null, at };
      }),
      ...webhook.requests.map(({ json, headers, path, at }) => {
        const id = headers["webhook-id"] ?? null;
        return { via: "webhook" as const, box: path.slice(1), headline: webhookHeadline(json), id, at };
      }),
    ],
    async close() {
      await Promise.all([fleet.close(), smtp.close(), slack.close(), webhook.close()]);
    },
  };
}

function slackHeadline(json: unknown): string {
  const { blocks = [] } = json as { blocks?: { type: string; text?: { text: string } }[] };
  return blocks.find(({ type }) => type === "header")?.text?.text ?? "";
}

function webhookHeadline(json: unknown): string {
  return (json as { data: { headline: string } }).data.headline;
}
