/** `/api/app`: what only the dashboard asks for. Not part of the public API; it may change with the pages. */
import { createHash } from "node:crypto";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { readRollout } from "@rollcall/services/deploys";
import { readProbeRequest, requestUrlProbe } from "@rollcall/services/monitors";
import { readOverview } from "@rollcall/services/overview";
import { acceptInvitation, createWorkspace, listMemberships } from "@rollcall/services/workspaces";
import { z } from "zod";
import type { PageContext } from "../../server/web-context.ts";
import type { ApiContext, ApiDeps } from "../api-context.ts";
import { callerKey } from "../authenticate.ts";
import { chooseWorkspace } from "../choose-workspace.ts";
import { answerStream, type StreamMessage } from "../event-stream.ts";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const tag = "Dashboard";
const answers = { 200: { description: "A view", schema: null } };
const streamsMax = 20;

export function addDashboardRoutes(router: Router, deps: ApiDeps): void {
  addViews(router, deps);
  addProbing(router, deps);
  addWorkspaces(router, deps);
  addInvitations(router, deps);
}

function addViews(router: Router, { wiring }: ApiDeps): void {
  const { streams, live } = wiring;
  const get = <Path extends string>(path: Path) =>
    ({ method: "get", path, tag, summary: path, answers }) as const;
  router.route(get("/overview"), async (c, ctx) => c.json(await readOverview(ctx)));
  router.route(get("/overview/stream"), (c, ctx) =>
    answerStream(c, {
      streams,
      owner: callerKey(ctx.actor),
      max: streamsMax,
      source: {
        read: (lastId) => readOverviewMessage(ctx, lastId),
        subscribe: (wake) => live.onWorkspace(ctx.workspaceId, wake),
      },
    }),
  );
  router.route(get("/rollouts/{id}"), async (c, ctx, { id }) => c.json(await readRollout(ctx, id)));
  router.route(get("/rollouts/{id}/stream"), (c, ctx, { id }) =>
    answerStream(c, {
      streams,
      owner: callerKey(ctx.actor),
      max: streamsMax,
      source: {
        read: async (lastId) => {
          const view = await readRollout(ctx, id);
          return lastId === String(view.seq) ? [] : [{ id: String(view.seq), event: "view", data: view }];
        },
        subscribe: (wake) => live.onDeploy(id, wake),
      },
    }),
  );
}

/** The overview has no sequence of its own, so its id is a fingerprint: the same view is not sent twice. */
async function readOverviewMessage(ctx: PageContext, lastId: string | null): Promise<StreamMessage[]> {
  const view = await readOverview(ctx);
  const { generatedAt: _always, ...content } = view;
  const id = createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22);
  return id === lastId ? [] : [{ id, event: "view", data: view }];
}

function addProbing(router: Router, { limits }: ApiDeps): void {
  router.route(
    { method: "post", path: "/probe", tag, summary: "Probe a URL now", answers },
    async (c, ctx) => {
      const body = await readJson(c);
      await limits.probes.count(ctx.workspaceId);
      return c.json(await requestUrlProbe(ctx, body), 202);
    },
  );
  router.route(
    { method: "get", path: "/probe/{id}", tag, summary: "Read a probe", answers },
    async (c, ctx, { id }) => c.json(await readProbeRequest(ctx, id)),
  );
}

const chooseInput = z.strictObject({ workspaceId: z.string().max(100) });

function addWorkspaces(router: Router, { wiring }: ApiDeps): void {
  router.route(
    { method: "post", path: "/workspaces", tag, summary: "Make a workspace", answers },
    async (c, ctx) => {
      const deps = { ...ctx, plan: wiring.env.plan };
      const workspaceId = await createWorkspace(deps, requireUser(c), await readJson(c));
      chooseWorkspace(c, workspaceId, ctx.baseUrl);
      return c.json({ workspaceId }, 201);
    },
  );
  router.route(
    { method: "post", path: "/workspaces/choose", tag, summary: "Choose a workspace", answers },
    async (c, ctx) => {
      const user = requireUser(c);
      const { workspaceId } = parseInput(chooseInput, await readJson(c));
      const memberships = await listMemberships(wiring.db, user.id);
      if (!memberships.some((membership) => membership.workspaceId === workspaceId))
        throw new AppError("not_found", "There is no such workspace.");
      chooseWorkspace(c, workspaceId, ctx.baseUrl);
      return c.json({ workspaceId });
    },
  );
}

const acceptInput = z.strictObject({ token: z.string().min(1).max(200) });

function addInvitations(router: Router, { wiring }: ApiDeps): void {
  router.route(
    { method: "post", path: "/invitations/accept", tag, summary: "Accept an invitation", answers },
    async (c, ctx) => {
      const user = requireUser(c);
      const { token } = parseInput(acceptInput, await readJson(c));
      const workspaceId = await acceptInvitation(wiring, user, token);
      chooseWorkspace(c, workspaceId, ctx.baseUrl);
      return c.json({ workspaceId });
    },
  );
}

function requireUser(c: ApiContext) {
  const user = c.get("user");
  if (user === null)
    throw new AppError("forbidden", "A token belongs to one workspace; sign in to change it.");
  return user;
}
