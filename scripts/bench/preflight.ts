/**
 * How long it takes to tell that a deploy cannot start: its tag was never pushed, CI says that it was. The built product
 * watches services that answer well, and each in turn is announced with an image that its registry does not have, at no
 * particular moment of a second. Counted from the announcement's answer until the mail and the Slack message were taken.
 *
 * npm run bench -- preflight [announcements]
 */
import { openDatabase } from "@rollcall/db";
import { Fleet } from "@rollcall/testing/fleet";
import { startHttpPeer } from "@rollcall/testing/http-peer";
import { type Product, startProduct } from "@rollcall/testing/product";
import { buildImage, startRegistryPeer } from "@rollcall/testing/registry";
import { startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { waitUntil } from "@rollcall/testing/wait-until";
import { type Bench, median, type Row } from "./report.ts";

const regions = ["eu-west", "us-east"];
const promisedMs = 5_000;
const patienceMs = 60_000;

type Peers = Awaited<ReturnType<typeof startPeers>>;

/** Prints the milliseconds of each announcement, then median, 95th percentile and most; fails beyond five seconds. */
export const benchPreflight: Bench = async (tell) => {
  const announcements = Number(process.argv[3] ?? 40);
  const peers = await startPeers();
  const { REDIS_URL } = process.env;
  const product = await startProduct({
    regions,
    smtpUrl: peers.smtp.url,
    env: REDIS_URL ? { REDIS_URL } : {},
  });
  const db = await openDatabase({ url: product.databaseUrl, maxConnections: 1 });
  const told: Told[] = [];
  try {
    await prepareWorkspace(product, peers);
    for (let i = 1; i <= announcements; i++) {
      await prepareService(product, peers, `service-${i}`);
      const row = await announce(product, peers, `service-${i}`);
      told.push(row);
      const { checkedAt } = await db.prisma.preflight.findUniqueOrThrow({
        where: { deployId: row.deployId },
      });
      tell({ ...row, registryMs: (checkedAt?.getTime() ?? Number.NaN) - row.answeredAt });
    }
  } finally {
    await db.close();
    await product.stop();
    await peers.close();
  }
  const ways = ["apiMs", "mailMs", "slackMs"] as const;
  process.exitCode = ways.every((way) => told.every((row) => row[way] < promisedMs)) ? 0 : 1;
  return ways.map((way) =>
    summarise(
      way,
      told.map((row) => row[way]),
    ),
  );
};

async function startPeers() {
  const [registry, smtp, slack] = await Promise.all([
    startRegistryPeer({ vendor: "ghcr" }),
    startSmtpPeer(),
    startHttpPeer(),
  ]);
  registry.add({ repository: "shop/api", tag: "1.0.0", isPrivate: true }, buildImage());
  const fleet = new Fleet({ regions });
  const close = () => Promise.all([registry, smtp, slack, fleet].map((peer) => peer.close()));
  return { registry, smtp, slack, fleet, close };
}

async function prepareWorkspace(product: Product, { registry }: Peers): Promise<void> {
  const { status, body } = await product.api("POST", "/api/v1/registries", {
    ...{ host: registry.host, username: "robot", password: "secret", plainHttp: true },
  });
  if (status >= 300) throw new Error(`The registry was not added: ${JSON.stringify(body)}`);
}

/** Channels of its own for a service: one for all would be told the later ones in a digest. */
async function addChannels(product: Product, { slack }: Peers, service: string): Promise<void> {
  const made = await Promise.all([
    product.api("POST", "/api/v1/channels", {
      ...{ kind: "email", name: `mail of ${service}`, services: [service] },
      config: { to: [product.owner.email] },
    }),
    product.api("POST", "/api/v1/channels", {
      ...{ kind: "slack", name: `slack of ${service}`, services: [service] },
      config: { webhookUrl: `${slack.url}/hook` },
    }),
  ]);
  for (const { status, body } of made)
    if (status >= 300) throw new Error(`A channel was not added: ${JSON.stringify(body)}`);
}

/** A service that answers, so that only its next deploy can be wrong. */
async function prepareService(product: Product, peers: Peers, name: string): Promise<void> {
  const service = await peers.fleet.createService({ name, pods: 2, behaviour: { version: "1.0.0" } });
  const { body } = await product.api<{ id: string }>("POST", "/api/v1/monitors", {
    service: name,
    url: `${service.url()}/version`,
    version: { from: "header", name: "x-version" },
    intervalSeconds: 60,
  });
  await addChannels(product, peers, name);
  const path = `/api/v1/monitors/${body.id}`;
  await waitUntil(
    "the first answers",
    async () => (await product.api<{ health: string }>("GET", path)).body.health === "up",
    { timeoutMs: patienceMs, everyMs: 250 },
  );
}

type Told = {
  service: string;
  deployId: string;
  answeredAt: number;
  apiMs: number;
  mailMs: number;
  slackMs: number;
};

type DeployBody = { id: string; state: string; causes: { code: string }[] };

async function announce(product: Product, { registry, smtp, slack }: Peers, name: string): Promise<Told> {
  const { body } = await product.api<DeployBody>("POST", "/api/v1/deploys", {
    ...{ service: name, version: "1.0.1", image: `${registry.host}/shop/api:1.0.1`, imagePushed: true },
  });
  const answeredAt = Date.now();
  const isOurs = ({ subject = "", text }: { subject?: string; text: string | null }) => {
    const all = `${subject} ${text}`;
    return all.includes(`${name} 1.0.1`) && all.includes("not in the registry");
  };
  const [apiAt, mail, message] = await Promise.all([
    waitForStuck(product, body.id),
    smtp.waitForMail(`the mail about ${name}`, isOurs, patienceMs),
    slack.waitForRequest(`the message about ${name}`, isOurs, patienceMs),
  ]);
  const since = (at: number) => at - answeredAt;
  return {
    ...{ service: name, deployId: body.id, answeredAt },
    ...{ apiMs: since(apiAt), mailMs: since(mail.at), slackMs: since(message.at) },
  };
}

/** As the CLI waits, and a page. */
async function waitForStuck(product: Product, deployId: string): Promise<number> {
  const path = `/api/v1/deploys/${deployId}?wait=30`;
  await waitUntil(
    `${deployId} to be stuck`,
    async () => {
      const { body } = await product.api<DeployBody>("GET", path);
      return body.state === "stuck" && body.causes[0]?.code === "image_not_found";
    },
    { timeoutMs: patienceMs },
  );
  return Date.now();
}

function summarise(way: string, values: number[]): Row {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    "told by": way.replace("Ms", ""),
    announcements: sorted.length,
    "median ms": median(sorted),
    "p95 ms": sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0,
    "most ms": sorted.at(-1) ?? 0,
  };
}
