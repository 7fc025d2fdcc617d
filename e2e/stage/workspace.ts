import { randomBytes } from "node:crypto";
import type { CreateMonitorInput } from "@rollcall/domain/wire";
import type { CreateServiceOptions, FleetService } from "@rollcall/testing/fleet";
import { type Api, createApi } from "./api.ts";
import type { Stage } from "./open-stage.ts";

export type Person = { name: string; email: string; password: string };

/** What a test gets to itself: a workspace with its owner, a token of scope `full`, and fleet services to watch. */
export type Workspace = {
  owner: Person;
  token: string;
  /** As CI asks, with the token. */
  api: Api;
  /** As the owner's browser asks, with their session; `cookie` is what that browser keeps. */
  session: Api;
  cookie: string;
  /** Opens a service in the fleet and a monitor that reads its version. */
  watch(
    name: string,
    fleet?: Omit<CreateServiceOptions, "name">,
    monitor?: Partial<CreateMonitorInput> & { path?: string },
  ): Promise<FleetService>;
  /** Makes one channel of each kind; what they are told is read with `alerts`. */
  addChannels(): Promise<void>;
  /** All that has been received, a line of headline and the whole text, in the order of arrival by kind. */
  alerts(): { email: Alert[]; slack: Alert[] };
  /** Ends its probing, so that the tests after it have the machine to themselves. */
  close(): Promise<void>;
};
export type Alert = { headline: string; text: string };

/** Slow enough that a busy machine's delays are not half as much again, which would rightly be called degraded. */
const usualLatencyMs = 300;
let counter = 0;

/** Signs somebody up, whose account gets a workspace of its own. */
export async function openWorkspace(stage: Stage): Promise<Workspace> {
  const { product, fleet, smtp, slack } = stage;
  const key = `w${++counter}-${randomBytes(3).toString("hex")}`;
  const owner = newPerson(key);
  const { session, cookie } = await signUp(product.baseUrl, owner);
  const { secret: token } = await session.createToken({ name: "e2e", scope: "full" });
  const api = createApi(product.baseUrl, { authorization: `Bearer ${token}` });
  const address = `on-call@${key}.example`;
  const webhookPath = `/services/${key}`;
  return {
    owner,
    token,
    api,
    session,
    cookie,
    async watch(name, options = {}, { path = "/version", ...monitor } = {}) {
      const service = await fleet.createService({
        ...options,
        name: `${name}-${key}-${++counter}`,
        behaviour: { latencyMs: usualLatencyMs, ...options.behaviour },
      });
      await api.createMonitor({
        service: name,
        url: service.url() + path,
        version: { from: "header", name: "x-version" },
        timeoutMs: 3_000,
        ...(options.hasOrigin && { origin: service.originUrl() }),
        ...monitor,
      });
      return service;
    },
    async addChannels() {
      await api.createChannel({ kind: "email", name: "On call", config: { to: [address] } });
      const webhookUrl = slack.url + webhookPath;
      await api.createChannel({ kind: "slack", name: "#deploys", config: { webhookUrl } });
    },
    alerts: () => ({
      email: smtp.mails
        .filter(({ to }) => to.includes(address))
        .map(({ subject, text }) => ({ headline: subject, text: text ?? "" })),
      slack: slack.requests
        .filter(({ path }) => path === webhookPath)
        .map(({ json }) => readSlackMessage(json as SlackMessage)),
    }),
    async close() {
      for (const { id } of await api.listMonitors()) await api.deleteMonitor(id);
    },
  };
}

type SlackMessage = { text: string; blocks: { type: string; text?: { text: string } }[] };

function readSlackMessage(message: SlackMessage): Alert {
  const headline = message.blocks.find(({ type }) => type === "header")?.text?.text ?? "";
  return { headline, text: JSON.stringify(message.blocks) };
}

export function newPerson(key: string): Person {
  const password = randomBytes(12).toString("base64url");
  return { name: "Ana", email: `ana@${key}.example`, password };
}

/** Makes the account and gives back the API as its browser would use it. */
export async function signUp(baseUrl: string, person: Person): Promise<{ session: Api; cookie: string }> {
  const answer = await fetch(`${baseUrl}/api/auth/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: baseUrl },
    body: JSON.stringify(person),
  });
  if (!answer.ok) throw new Error(`Signing up answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return { session: createApi(baseUrl, { cookie, origin: baseUrl }), cookie };
}

/** A `Cookie` header as a browser's context takes it. */
export function readCookies(header: string, url: string): { name: string; value: string; url: string }[] {
  return header.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}
