import { Fleet } from "@rollcall/testing/fleet";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import { type Product, startProduct } from "@rollcall/testing/product";
import { type SmtpPeer, startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { createDemoApi, type DemoApi } from "./demo-api.ts";

/** The regions of the demo, all served by this machine. */
export const regions = ["eu-west", "us-east", "ap-south"] as const;

/** Everything the demo runs: the product, a fleet for it to watch, and the receivers of its alerts. */
export type Stage = {
  fleet: Fleet;
  smtp: SmtpPeer;
  slack: HttpPeer;
  product: Product;
  api: DemoApi;
  /** Stops all of it and removes its data; may be called twice. */
  close(): Promise<void>;
};

/** Opens the stage and joins it: both channels are made and every kind of notice goes to both. */
export async function openStage(): Promise<Stage> {
  const fleet = new Fleet({ regions });
  const [smtp, slack] = await Promise.all([startSmtpPeer(), startHttpPeer()]);
  let product: Product | null = null;
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= (async () => {
      await product?.stop();
      await Promise.all([fleet.close(), smtp.close(), slack.close()]);
    })();
    return closing;
  };
  try {
    product = await startProduct({ regions: [...regions], smtpUrl: smtp.url });
    const api = createDemoApi(product);
    const common = { liveNotices: true };
    const webhookUrl = `${slack.url}/services/T000/B000/demo`;
    await api.createChannel({
      kind: "email",
      name: "On call",
      config: { to: ["on-call@shop.example"] },
      ...common,
    });
    await api.createChannel({ kind: "slack", name: "#deploys", config: { webhookUrl }, ...common });
    return { fleet, smtp, slack, product, api, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A service of the fleet with a monitor that reads its version, as a user would set it up. */
export async function addWatchedService(
  { fleet, api }: Pick<Stage, "fleet" | "api">,
  { name, pods, version }: { name: string; pods: number; version: string },
) {
  const service = await fleet.createService({
    name,
    pods,
    behaviour: { version, latencyMs: 15, latencyJitterMs: 25 },
  });
  await api.createMonitor({
    service: name,
    url: `${service.url()}/version`,
    version: { from: "header", name: "x-version" },
    instance: { from: "header", name: "x-pod-name" },
    intervalSeconds: 10,
    timeoutMs: 3_000,
  });
  return service;
}
