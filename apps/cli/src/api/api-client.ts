import { problemWire } from "@rollcall/domain/problem";
import {
  type AcceptDeployInput,
  type CreateMaintenanceInput,
  type DeployWire,
  deployWire,
  type EvidenceWire,
  evidenceWire,
  type MaintenanceWire,
  maintenanceWire,
} from "@rollcall/domain/wire";
import { z } from "zod";
import type { Announcement } from "../announcement.ts";
import { ApiProblem, Unreachable } from "../errors.ts";

/** What lists show of a deploy. */
const listedDeploy = deployWire.pick({
  id: true,
  service: true,
  environment: true,
  version: true,
  state: true,
  sentence: true,
  share: true,
  createdAt: true,
});
export type ListedDeploy = z.infer<typeof listedDeploy>;
const deployList = z.object({ items: z.array(listedDeploy), nextCursor: z.string().nullable().optional() });

const maintenanceList = z.object({ items: z.array(maintenanceWire) });

type MaintenanceStart = Pick<
  CreateMaintenanceInput,
  "service" | "environment" | "reason" | "durationMinutes"
>;
type MaintenanceFilter = Partial<Record<"service" | "environment" | "state", string>>;
type DeployFilter = Partial<Record<"service" | "environment" | "state" | "release" | "cursor", string>>;

/** Rollcall's API as far as this program uses it. Every call throws `Unreachable` or `ApiProblem`. */
export type ApiClient = {
  announce(body: Announcement, idempotencyKey: string): Promise<DeployWire>;
  /** With `waitSeconds` the server answers when the state changes, or when they are over. */
  readDeploy(id: string, options?: { waitSeconds?: number; signal?: AbortSignal }): Promise<DeployWire>;
  listDeploys(filter: DeployFilter): Promise<z.infer<typeof deployList>>;
  cancelDeploy(id: string): Promise<DeployWire>;
  acceptDeploy(id: string, input: AcceptDeployInput): Promise<DeployWire>;
  sendEvidence(id: string, text: string): Promise<EvidenceWire>;
  startMaintenance(body: MaintenanceStart): Promise<MaintenanceWire>;
  endMaintenance(id: string): Promise<MaintenanceWire>;
  listMaintenance(filter: MaintenanceFilter): Promise<z.infer<typeof maintenanceList>>;
  /** The open answer of the event stream, whatever its status. */
  openEvents(id: string, lastEventId: string | null, signal: AbortSignal): Promise<Response>;
};

const answerWithinMs = 30_000;

/** A client of the instance at `url`, acting with `token`. */
export function createApiClient({ url, token }: { url: string; token: string }): ApiClient {
  const request = (path: string, init: RequestInit) =>
    open(`${url}/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, accept: "application/json", ...init.headers },
    });
  const call = async <T extends z.ZodType>(schema: T, path: string, init: RequestInit = {}, waitMs = 0) => {
    const signals = [AbortSignal.timeout(answerWithinMs + waitMs), ...(init.signal ? [init.signal] : [])];
    return readAnswer(schema, await request(path, { ...init, signal: AbortSignal.any(signals) }));
  };
  const post = <T extends z.ZodType>(
    schema: T,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ) =>
    call(schema, path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const at = (id: string) => `/deploys/${encodeURIComponent(id)}`;

  return {
    announce: (body, key) => post(deployWire, "/deploys", body, { "idempotency-key": key }),
    readDeploy: (id, { waitSeconds, signal } = {}) => {
      const query = waitSeconds === undefined ? "" : `?wait=${waitSeconds}`;
      return call(deployWire, at(id) + query, { signal }, (waitSeconds ?? 0) * 1_000);
    },
    listDeploys: (filter) => call(deployList, `/deploys?${queryOf(filter)}`),
    cancelDeploy: (id) => post(deployWire, `${at(id)}/cancel`, {}),
    acceptDeploy: (id, input) => post(deployWire, `${at(id)}/accept`, input),
    sendEvidence: (id, text) =>
      call(evidenceWire, `${at(id)}/evidence`, {
        method: "POST",
        headers: { "content-type": "text/plain; charset=utf-8" },
        body: text,
      }),
    startMaintenance: (body) => post(maintenanceWire, "/maintenance", body),
    endMaintenance: (id) => post(maintenanceWire, `/maintenance/${encodeURIComponent(id)}/end`, {}),
    listMaintenance: (filter) => call(maintenanceList, `/maintenance?${queryOf(filter)}`),
    openEvents: (id, lastEventId, signal) =>
      request(`${at(id)}/events`, {
        headers: {
          accept: "text/event-stream",
          ...(lastEventId !== null && { "last-event-id": lastEventId }),
        },
        signal,
      }),
  };
}

function queryOf(filter: Record<string, string | undefined>): string {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}

/** Redirects are not followed: a POST would become a GET, and the token would travel along. */
async function open(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: "manual" }).catch((error: unknown) => {
    throw new Unreachable(`Rollcall at ${new URL(url).origin} is not reachable: ${reasonOf(error)}.`, {
      cause: error,
    });
  });
  if (response.status >= 300 && response.status < 400) {
    const target = response.headers.get("location") ?? "elsewhere";
    throw new ApiProblem(422, {
      title: "Redirected",
      detail: `${new URL(url).origin} redirects to ${target}; set ROLLCALL_URL to where it leads.`,
    });
  }
  if ([429, 502, 503, 504].includes(response.status)) {
    await response.body?.cancel();
    const state = response.status === 429 ? "asks for patience" : "is not available";
    throw new Unreachable(`Rollcall at ${new URL(url).origin} ${state} (${response.status}).`);
  }
  return response;
}

async function readAnswer<T extends z.ZodType>(schema: T, response: Response): Promise<z.infer<T>> {
  const text = await response.text().catch((error: unknown) => {
    throw new Unreachable(`The connection to Rollcall broke: ${reasonOf(error)}.`, { cause: error });
  });
  const body = parseJson(text);
  if (!response.ok) throw problemOf(response.status, body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiProblem(500, {
    title: "Unknown answer",
    detail:
      "This is not an answer that this program understands. Is ROLLCALL_URL the address of Rollcall itself?",
  });
}

function problemOf(status: number, body: unknown): ApiProblem {
  const problem = problemWire.partial({ type: true, instance: true }).safeParse(body);
  if (problem.success) return new ApiProblem(status, problem.data);
  return new ApiProblem(status, { title: "Refused", detail: `Rollcall answered ${status}.` });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` hides the reason in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
  return code ?? message;
}
