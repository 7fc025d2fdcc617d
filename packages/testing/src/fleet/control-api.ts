/** The fleet's remote control: HTTP and JSON on a port of its own. Bad input answers 422 and changes nothing. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError, isAppError, parseInput, problemCodes } from "@rollcall/domain/problem";
import { z } from "zod";
import { balanceMode } from "./balancer.ts";
import { edgeConfig } from "./edge-cache.ts";
import { closeServer } from "./entry.ts";
import type { Fleet } from "./fleet.ts";
import type { FleetService } from "./fleet-service.ts";
import { podChange } from "./pod-behaviour.ts";
import { scenario } from "./scenario.ts";

const podCount = z.int().min(0).max(1_000);
const noReadyPods = z.enum(["reset", "503"]);

const createServiceInput = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower case letters, digits and dashes"),
  pods: podCount.optional(),
  balance: balanceMode.optional(),
  noReadyPods: noReadyPods.optional(),
  edge: edgeConfig.nullable().optional(),
  hasOrigin: z.boolean().optional(),
  behaviour: podChange.optional(),
});
const patchServiceInput = z.strictObject({
  balance: balanceMode.optional(),
  noReadyPods: noReadyPods.optional(),
  edge: edgeConfig.nullable().optional(),
});
const setPodsInput = z.strictObject({
  count: podCount,
  region: z.string().optional(),
  change: podChange.default({}),
});
const changePodsInput = z.strictObject({
  region: z.string().optional(),
  slots: z.array(z.int().min(0)).optional(),
  version: z.string().optional(),
  change: podChange,
});

type Reply = { status: number; body?: unknown };
type Handler = (input: unknown, name: string) => Reply | Promise<Reply>;

/** Starts the control API; `port` 0 takes a free one. */
export async function startControlApi(
  fleet: Fleet,
  port = 0,
): Promise<{ url: string; close(): Promise<void> }> {
  const routes = routesOf(fleet);
  const server = createServer((request, response) => {
    handle(routes, request).then(
      (reply) => write(response, reply),
      (error: unknown) => write(response, replyTo(error)),
    );
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => closeServer(server),
  };
}

function routesOf(fleet: Fleet): Record<string, Handler> {
  const on = (act: (service: FleetService, input: unknown) => Reply | undefined): Handler => {
    return (input, name) => {
      const service = fleet.service(name);
      if (!service) throw new AppError("not_found", `There is no service ${name}.`);
      return act(service, input) ?? { status: 200, body: service.describe() };
    };
  };
  return {
    "GET /services": () => ({
      status: 200,
      body: { services: fleet.services().map((service) => service.describe()) },
    }),
    "POST /services": async (input) => {
      const options = parseInput(createServiceInput, input);
      return { status: 201, body: (await fleet.createService(options)).describe() };
    },
    "POST /reset": () => {
      fleet.reset();
      return { status: 204 };
    },
    "GET /services/:name": on(() => undefined),
    "DELETE /services/:name": async (_, name) => ({ status: (await fleet.removeService(name)) ? 204 : 404 }),
    "PATCH /services/:name": on((service, input) => {
      const settings = parseInput(patchServiceInput, input);
      if (settings.balance) service.setBalance(settings.balance);
      if (settings.noReadyPods) service.setNoReadyPods(settings.noReadyPods);
      if (settings.edge !== undefined) service.setEdge(settings.edge);
      return undefined;
    }),
    "PUT /services/:name/pods": on((service, input) => {
      const { count, change, region } = parseInput(setPodsInput, input);
      service.setPods(count, change, region);
      return undefined;
    }),
    "PATCH /services/:name/pods": on((service, input) => {
      const { change, ...selection } = parseInput(changePodsInput, input);
      return { status: 200, body: { changed: service.changePods(selection, change) } };
    }),
    "POST /services/:name/rollouts": on((service, input) => {
      return { status: 202, body: service.startScenario(parseInput(scenario, input)) };
    }),
    "DELETE /services/:name/rollouts": on((service) => {
      service.stopScenario();
      return undefined;
    }),
    "POST /services/:name/purge": on((service) => {
      service.purgeEdge();
      return undefined;
    }),
    "POST /services/:name/reset": on((service) => {
      service.reset();
      return undefined;
    }),
  };
}

async function handle(routes: Record<string, Handler>, request: IncomingMessage): Promise<Reply> {
  const [, top = "", name, ...rest] = new URL(request.url ?? "/", "http://fleet").pathname.split("/");
  const pattern = name === undefined ? `/${top}` : ["", top, ":name", ...rest].join("/");
  const handler = routes[`${request.method} ${pattern}`];
  if (!handler) throw new AppError("not_found", "No such call.", { detail: Object.keys(routes).join(", ") });
  return handler(await readJson(request), decodeURIComponent(name ?? ""));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("malformed", "The body is not JSON.");
  }
}

function replyTo(error: unknown): Reply {
  if (!isAppError(error)) return { status: 500, body: { detail: String(error) } };
  const { message, detail, errors, code } = error;
  return { status: problemCodes[code], body: { detail: message, calls: detail, errors } };
}

function write(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body === undefined ? undefined : `${JSON.stringify(body, null, 2)}\n`);
}
