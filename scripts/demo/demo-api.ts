import type {
  AnnounceDeployInput,
  CreateChannelInput,
  CreateMonitorInput,
  DeployWire,
  VerdictWire,
} from "@rollcall/domain/wire";
import type { Product } from "@rollcall/testing/product";

/** Fields with a default may be left out. */
type Input<T, Required extends keyof T> = Partial<T> & Pick<T, Required>;

/** The public API as far as the demo uses it; a refusal is thrown with its words. */
export type DemoApi = {
  announce(body: Input<AnnounceDeployInput, "service" | "version">): Promise<DeployWire>;
  readDeploy(id: string): Promise<DeployWire>;
  /** Every verdict so far, oldest first. */
  readVerdicts(id: string): Promise<VerdictWire[]>;
  createMonitor(body: Input<CreateMonitorInput, "service" | "url">): Promise<unknown>;
  createChannel(body: Input<CreateChannelInput, "kind" | "name" | "config">): Promise<unknown>;
};

/** Speaks to the running product as CI and users do. */
export function createDemoApi(product: Pick<Product, "api">): DemoApi {
  const call = async <T>(method: string, path: string, input?: unknown): Promise<T> => {
    const { status, body } = await product.api<T>(method, `/api/v1${path}`, input);
    if (status < 300) return body;
    throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
  };
  return {
    announce: (body) => call("POST", "/deploys", body),
    readDeploy: (id) => call("GET", `/deploys/${id}`),
    readVerdicts: async (id) => {
      const { items } = await call<{ items: VerdictWire[] }>("GET", `/deploys/${id}/verdicts?limit=200`);
      return items.toReversed();
    },
    createMonitor: (body) => call("POST", "/monitors", body),
    createChannel: (body) => call("POST", "/channels", body),
  };
}
