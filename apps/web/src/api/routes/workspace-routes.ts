import {
  changeMemberInput,
  invitationWire,
  inviteInput,
  memberWire,
  patchWorkspaceInput,
  workspaceWire,
} from "@rollcall/domain/wire";
import {
  changeMember,
  inviteMember,
  listInvitations,
  listMembers,
  patchWorkspace,
  readWorkspace,
  removeMember,
  revokeInvitation,
} from "@rollcall/services/workspaces";
import { z } from "zod";
import type { ApiDeps } from "../api-context.ts";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const workspace = workspaceWire.meta({ id: "Workspace" });
const member = memberWire.meta({ id: "Member" });
const invitation = invitationWire.meta({ id: "Invitation" });
const invited = invitationWire.extend({ url: z.string(), isMailed: z.boolean() }).meta({ id: "Invited" });
const tag = "Workspace";

/** `/workspace`, `/members`, `/invitations`: the tenant and its people. */
export function addWorkspaceRoutes(router: Router, deps: ApiDeps): void {
  router.route(
    {
      method: "get",
      path: "/workspace",
      tag,
      summary: "Read the workspace",
      answers: { 200: { description: "The workspace", schema: workspace } },
    },
    async (c, ctx) => c.json(await readWorkspace(ctx)),
  );
  router.route(
    {
      method: "patch",
      path: "/workspace",
      tag,
      summary: "Change the workspace",
      description:
        "`fallbackChannelId` hears a critical as well when its own channel has not taken it for 60 s; null: the oldest other channel, of another kind first, or the owners by email.",
      body: patchWorkspaceInput,
      answers: { 200: { description: "The workspace", schema: workspace } },
    },
    async (c, ctx) => c.json(await patchWorkspace(ctx, await readJson(c))),
  );
  addMembers(router);
  addInvitations(router, deps);
}

function addMembers(router: Router): void {
  router.route(
    {
      method: "get",
      path: "/members",
      tag,
      summary: "List members",
      answers: {
        200: { description: "The longest-standing first", schema: z.object({ items: z.array(member) }) },
      },
    },
    async (c, ctx) => c.json({ items: await listMembers(ctx) }),
  );
  router.route(
    {
      method: "patch",
      path: "/members/{userId}",
      tag,
      summary: "Give a member another role",
      description: "Only owners make and unmake owners; the last one stays.",
      body: changeMemberInput,
      answers: { 200: { description: "The member", schema: member } },
    },
    async (c, ctx, { userId }) => c.json(await changeMember(ctx, userId, await readJson(c))),
  );
  router.route(
    {
      method: "delete",
      path: "/members/{userId}",
      tag,
      summary: "Remove a member, or leave",
      answers: { 204: { description: "Gone", schema: null } },
    },
    async (c, ctx, { userId }) => {
      await removeMember(ctx, userId);
      return c.body(null, 204);
    },
  );
}

function addInvitations(router: Router, { limits }: ApiDeps): void {
  router.route(
    {
      method: "get",
      path: "/invitations",
      tag,
      summary: "List open invitations",
      answers: { 200: { description: "Newest first", schema: z.object({ items: z.array(invitation) }) } },
    },
    async (c, ctx) => c.json({ items: await listInvitations(ctx) }),
  );
  router.route(
    {
      method: "post",
      path: "/invitations",
      tag,
      summary: "Invite somebody by email",
      description:
        "The link works once, for a week, for that address. `url` is in this answer and nowhere else.",
      body: inviteInput,
      answers: { 201: { description: "The invitation with its link", schema: invited } },
    },
    async (c, ctx) => {
      await limits.mails.count(ctx.workspaceId);
      return c.json(await inviteMember(ctx, await readJson(c)), 201);
    },
  );
  router.route(
    {
      method: "delete",
      path: "/invitations/{id}",
      tag,
      summary: "Take an invitation back",
      answers: { 204: { description: "Gone", schema: null } },
    },
    async (c, ctx, { id }) => {
      await revokeInvitation(ctx, id);
      return c.body(null, 204);
    },
  );
}
