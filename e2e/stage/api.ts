import type { DeployState } from "@rollcall/domain/glossary";
import type {
  AnnounceDeployInput,
  ChannelWire,
  CreateChannelInput,
  CreateMonitorInput,
  CreateTokenInput,
  DeployWire,
  IncidentWire,
  MonitorWire,
  TokenWire,
  VerdictWire,
} from "@rollcall/domain/wire";
import { waitUntil } from "@rollcall/testing/wait-until";

/** Fields with a default may be left out. */
type Input<T, Required extends keyof T> = Partial<T> & Pick<T, Required>;
type Page<T> = { items: T[]; nextCursor: string | null };

/** One raw answer, as far as the tests look at it. */
export type Answer = {
  at: string;
  region: string;
  bucket: string;
  status: number | null;
  version: string | null;
};

/** The public API as a program with one token uses it. All but `call` throw when they are refused; `ask` is any other call. */
export type Api = ReturnType<typeof createApi>;

/** Speaks to the API with the given headers, a token or a session among them. */
export function createApi(baseUrl: string, headers: Record<string, string>) {
  const call = async <T = unknown>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> => {
    const answer = await fetch(baseUrl + path, {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? null : JSON.parse(text)) as T };
  };
  const ask = async <T>(method: string, path: string, input?: unknown): Promise<T> => {
    const { status, body } = await call<T>(method, `/api/v1${path}`, input);
    if (status < 300) return body;
    throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
  };
  const readDeploy = (id: string) => ask<DeployWire>("GET", `/deploys/${id}`);
  const readVerdicts = async (id: string) =>
    (await ask<Page<VerdictWire>>("GET", `/deploys/${id}/verdicts?limit=200`)).items.reverse();

  return {
    call,
    readDeploy,
    ask,
    announce: (body: Input<AnnounceDeployInput, "service">) => ask<DeployWire>("POST", "/deploys", body),
    accept: (id: string, identity: string, as: "same_build" | "expected") =>
      ask<DeployWire>("POST", `/deploys/${id}/accept`, { identity, as }),
    createMonitor: (body: Input<CreateMonitorInput, "service" | "url">) =>
      ask<MonitorWire>("POST", "/monitors", body),
    listMonitors: async () => (await ask<Page<MonitorWire>>("GET", "/monitors")).items,
    deleteMonitor: (id: string) => ask<null>("DELETE", `/monitors/${id}`),
    createChannel: (body: Input<CreateChannelInput, "kind" | "name" | "config">) =>
      ask<ChannelWire>("POST", "/channels", body),
    createToken: (body: Input<CreateTokenInput, "name" | "scope">) =>
      ask<TokenWire & { secret: string }>("POST", "/tokens", body),
    listIncidents: async () => (await ask<Page<IncidentWire>>("GET", "/incidents")).items,

    /** Waits until the deploy is in this state, and gives back how it is then. */
    reach: (deploy: { id: string; service: string }, state: DeployState, timeoutMs = 100_000) =>
      waitUntil(
        `${deploy.service} to be ${state}`,
        async () => {
          const now = await readDeploy(deploy.id);
          if (now.state === state) return now;
          throw new Error(`${now.state}: ${now.sentence}`);
        },
        { timeoutMs, everyMs: 250 },
      ),

    /** Every verdict that was kept, oldest first. */
    readVerdicts,

    /** Every state the deploy has been in, oldest first: what "never" is checked on. */
    async readStates(id: string): Promise<DeployState[]> {
      return (await readVerdicts(id)).map(({ state }) => state);
    },

    /** All raw answers so far, oldest first. */
    async readAnswers(id: string): Promise<Answer[]> {
      const answers: Answer[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page: Page<Answer> = await ask("GET", `/deploys/${id}/answers?limit=500${query}`);
        answers.push(...page.items);
        cursor = page.nextCursor;
      }
      return answers.reverse();
    },
  };
}
