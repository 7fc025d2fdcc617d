import { openDatabase } from "@rollcall/db";
import { expect, test } from "../fixtures.ts";
import { type Api, createApi } from "../stage/api.ts";
import { newPerson, signUp, type Workspace } from "../stage/workspace.ts";

type Operation = { method: string; path: string };

/** Every call that the API's own description names. */
async function readOperations(api: Api): Promise<Operation[]> {
  const { body } = await api.call<{ paths: Record<string, object> }>("GET", "/api/v1/openapi.json");
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: path.replace(/^\/api\/v1/, ""),
    })),
  );
}

/** What the workspace holds, as a list of the API would show it to somebody looking for a change. */
async function readAll({ api }: Workspace) {
  const lists = ["/services", "/monitors", "/channels", "/tokens", "/deploys", "/incidents"];
  const answers = await Promise.all(lists.map((list) => api.call("GET", `/api/v1${list}`)));
  return JSON.stringify(
    answers.map(({ body }) => body),
    (key, value) => (/At$|^share$|^sentence$|^health/.test(key) ? undefined : value),
  );
}

/** One of each kind of thing, without anything that moves by itself. */
async function furnish({ api, session }: Workspace) {
  const monitor = await api.createMonitor({
    service: "guarded",
    url: "http://127.0.0.1:9/version",
    enabled: false,
  });
  const channel = await api.createChannel({
    kind: "email",
    name: "Nobody",
    config: { to: ["nobody@example.com"] },
    enabled: false,
  });
  const token = await session.createToken({ name: "guarded", scope: "read" });
  const deploy = await api.announce({ service: "guarded", version: "1.0.0" });
  const [incident] = await api.listIncidents();
  if (!incident) throw new Error("a deploy without a verifying monitor opens an incident");
  return { monitor, channel, token, deploy, incident };
}

type Furniture = Awaited<ReturnType<typeof furnish>>;

/** A body that would do something if it were let through. */
function bodyFor({ method, path }: Operation): unknown {
  if (method === "GET" || method === "DELETE") return undefined;
  if (path.endsWith("/accept")) return { identity: "2.0.0", as: "same_build" };
  if (path.endsWith("/snooze")) return { minutes: 5 };
  if (path === "/deploys") return { service: "guarded", version: "9.9.9" };
  if (path === "/services") return { name: "intruder" };
  if (path === "/monitors") return { service: "guarded", url: "http://127.0.0.1:9/" };
  if (path === "/channels") return { kind: "email", name: "x", config: { to: ["x@example.com"] } };
  if (path === "/tokens") return { name: "x", scope: "full" };
  return method === "PATCH" && path.startsWith("/deploys") ? { actor: "x" } : { name: "renamed" };
}

function withIds(path: string, { monitor, channel, token, deploy, incident }: Furniture): string {
  const ids: Record<string, string> = {
    deploys: deploy.id,
    monitors: monitor.id,
    channels: channel.id,
    tokens: token.id,
    incidents: incident.id,
    probes: monitor.id,
    services: "guarded",
  };
  return path.replace(/\{\w+\}/, ids[path.split("/")[1] ?? ""] ?? "unknown");
}

test("a viewer, and a token that may only read, cannot change anything through the API", async ({
  stage: { product },
  workspace,
}) => {
  const furniture = await furnish(workspace);
  const readToken = await workspace.session.createToken({ name: "reader", scope: "read" });
  const reader = createApi(product.baseUrl, { authorization: `Bearer ${readToken.secret}` });
  const viewer = await joinAsViewer(product, workspace);
  const before = await readAll(workspace);

  const changing = (await readOperations(reader)).filter(({ method }) => method !== "GET");
  expect(changing.length).toBeGreaterThan(15);
  for (const operation of changing)
    for (const api of [reader, viewer]) {
      const path = `/api/v1${withIds(operation.path, furniture)}`;
      const { status, body } = await api.call(operation.method, path, bodyFor(operation));
      expect({ ...operation, status }).toEqual({ ...operation, status: 403 });
      expect(body).toMatchObject({ status: 403 });
    }
  expect(await readAll(workspace)).toBe(before);
  expect((await viewer.call("GET", `/api/v1/deploys/${furniture.deploy.id}`)).status).toBe(200);
});

/** People are not invited through the API yet, so the membership is written where the API reads it. */
async function joinAsViewer(
  product: { baseUrl: string; databaseUrl: string },
  { owner }: Workspace,
): Promise<Api> {
  const person = newPerson(`viewer-${owner.email.split("@")[1]}`);
  const { session } = await signUp(product.baseUrl, person);
  const db = await openDatabase({ url: product.databaseUrl, maxConnections: 1 });
  try {
    const { workspaceId } = await db.prisma.member.findFirstOrThrow({
      where: { user: { email: owner.email } },
    });
    const user = await db.prisma.user.findUniqueOrThrow({ where: { email: person.email } });
    await db.prisma.member.deleteMany({ where: { userId: user.id } });
    await db.prisma.member.create({
      data: { workspaceId, userId: user.id, role: "viewer", createdAt: new Date() },
    });
  } finally {
    await db.close();
  }
  return session;
}

test("a deploy token announces, reads and cancels deploys of its own service, and nothing else", async ({
  stage: { product },
  workspace,
}) => {
  const furniture = await furnish(workspace);
  const { secret } = await workspace.session.createToken({ name: "ci", scope: "deploy", services: ["shop"] });
  const ci = createApi(product.baseUrl, { authorization: `Bearer ${secret}` });
  const deploy = await ci.announce({ service: "shop", version: "1.0.0" });
  expect((await ci.readDeploy(deploy.id)).id).toBe(deploy.id);
  expect((await ci.call("POST", `/api/v1/deploys/${deploy.id}/cancel`, {})).status).toBe(200);

  const foreign = await ci.call("POST", "/api/v1/deploys", { service: "guarded", version: "9.9.9" });
  expect(foreign.status).toBe(403);
  const before = await readAll(workspace);
  for (const operation of await readOperations(ci)) {
    if (operation.path === "/deploys" || operation.path.endsWith("/events")) continue;
    const path = `/api/v1${withIds(operation.path, furniture)}`;
    const { status } = await ci.call(operation.method, path, bodyFor(operation));
    expect([403, 404], `${operation.method} ${operation.path} answered ${status}`).toContain(status);
  }
  expect(await readAll(workspace)).toBe(before);
});

test("an id of another workspace is not found, whatever is asked of it", async ({ stage, workspace }) => {
  const furniture = await furnish(workspace);
  const person = newPerson(`stranger-${workspace.owner.email.split("@")[1]}`);
  const { session } = await signUp(stage.product.baseUrl, person);
  const { secret } = await session.createToken({ name: "stranger", scope: "full" });
  const token = createApi(stage.product.baseUrl, { authorization: `Bearer ${secret}` });
  const before = await readAll(workspace);

  const about = (await readOperations(token)).filter(({ path }) => path.includes("{"));
  expect(about.length).toBeGreaterThan(20);
  for (const operation of about)
    for (const api of [token, session]) {
      const path = `/api/v1${withIds(operation.path, furniture)}`;
      const { status } = await api.call(operation.method, path, bodyFor(operation));
      expect({ ...operation, status }).toEqual({ ...operation, status: 404 });
    }
  expect(await readAll(workspace)).toBe(before);
});
