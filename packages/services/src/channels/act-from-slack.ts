/**
 * A button of a Slack message was pressed. The message names its channel, whose signing secret then proves that Slack
 * sent the request; until then nothing of it is believed.
 */
import { createHash } from "node:crypto";
import type { Database } from "@rollcall/db";
import { cleanText } from "@rollcall/domain/clean-text";
import { AppError, isAppError } from "@rollcall/domain/problem";
import { type SlackAction, type SlackSubject, slackAction, slackSubject } from "@rollcall/domain/wire";
import type { Sealer } from "@rollcall/runtime";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { acceptDeploy } from "../deploys/accept-deploy.ts";
import { acknowledgeIncident } from "../incidents/acknowledge-incident.ts";
import { snoozeIncident } from "../incidents/snooze-incident.ts";
import { claimIdempotencyKey, keepAnswer } from "../tokens/idempotency.ts";
import { tryOpenChannelConfig } from "./channel-config.ts";
import { type SlackRequest, verifySlackSignature } from "./verify-slack-signature.ts";

const snoozeMinutes = 60;

/** What Slack posts, as `payload`, as far as it matters here. */
const interaction = z.object({
  type: z.literal("block_actions"),
  user: z.object({ username: z.string().optional(), name: z.string().optional(), id: z.string() }),
  response_url: z.url().optional(),
  message: z.object({ ts: z.string() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});

/**
 * What to say in Slack, at `responseUrl`: to everybody in the message's thread, or where nothing was done, to who
 * pressed. `null` for a press that needs no answer, such as of a link.
 */
export type SlackReply = { responseUrl: string; text: string; threadTs: string | null } | null;

type ActDeps = { db: Database; sealer: Sealer; now: () => Date; baseUrl: string };

/** Does what the button says, once. Throws `unauthorized` for what Slack has not signed, or signed too long ago. */
export async function actFromSlack(deps: ActDeps, request: SlackRequest): Promise<SlackReply> {
  const pressed = readInteraction(request.body);
  if (pressed === null) return null;
  const { ctx, isOff } = await authenticate(deps, request, pressed);
  const isNew = await claimOnce(ctx, request.signature);
  if (!isNew) throw new AppError("unauthorized", "This request was made before.");
  const { responseUrl, threadTs } = pressed;
  try {
    if (isOff)
      throw new AppError("conflict", "This channel is switched off in Rollcall: its buttons do nothing.");
    const text = await act(ctx, pressed.action, pressed.subject);
    return responseUrl === null || text === null ? null : { responseUrl, text, threadTs };
  } catch (error) {
    if (!isAppError(error) || responseUrl === null) throw error;
    return { responseUrl, text: error.message, threadTs: null };
  }
}

type Pressed = {
  action: SlackAction;
  subject: SlackSubject;
  by: string;
  responseUrl: string | null;
  threadTs: string | null;
};

/** `null` for anything but one of our buttons: links are pressed too. */
function readInteraction(body: string): Pressed | null {
  const parsed = interaction.safeParse(parseJson(new URLSearchParams(body).get("payload")));
  if (!parsed.success) return null;
  const { user, actions, response_url: responseUrl = null, message } = parsed.data;
  const action = slackAction.safeParse(actions[0]?.action_id);
  const subject = slackSubject.safeParse(parseJson(actions[0]?.value ?? null));
  if (!action.success || !subject.success) return null;
  const by = cleanText(user.username ?? user.name ?? user.id, 80);
  return { action: action.data, subject: subject.data, by, responseUrl, threadTs: message?.ts ?? null };
}

/** `isOff`: somebody switched the channel off, and so what can be done from it. */
type Authenticated = { ctx: ServiceContext; isOff: boolean };

async function authenticate(deps: ActDeps, request: SlackRequest, pressed: Pressed): Promise<Authenticated> {
  const { db, sealer, now, baseUrl } = deps;
  const row = await db.prisma.channel.findFirst({
    where: { id: pressed.subject.channelId, kind: "slack", deletedAt: null },
  });
  const config = row && tryOpenChannelConfig(sealer, row);
  const secret = config !== null && "botToken" in config ? config.signingSecret : undefined;
  if (row === null || secret === undefined || !verifySlackSignature(request, secret, now().getTime()))
    throw new AppError("unauthorized", "This request was not signed by the channel's Slack app.");
  const actor = { kind: "system", name: `${pressed.by} in Slack` } as const;
  return { ctx: { workspaceId: row.workspaceId, actor, db, now, baseUrl }, isOff: !row.enabled };
}

/** A signature is good for one request; longer than it would be valid, it is remembered. */
async function claimOnce(ctx: ServiceContext, signature: string): Promise<boolean> {
  const key = createHash("sha256").update(signature).digest("base64url");
  const seen: ServiceContext = { ...ctx, actor: { kind: "system", name: "slack" } };
  try {
    if ((await claimIdempotencyKey(seen, { key, fingerprint: "slack" })) !== null) return false;
  } catch (error) {
    if (isAppError(error) && error.code === "conflict") return false;
    throw error;
  }
  await keepAnswer(seen, key, { status: 200, body: {} });
  return true;
}

/** Gives back what to say; `null` for an acknowledgement, which is told to all who were told of the problem. */
async function act(ctx: ServiceContext, action: SlackAction, subject: SlackSubject): Promise<string | null> {
  const { incidentId, deployId, identity } = subject;
  switch (action) {
    case "rollcall_acknowledge":
      await acknowledgeIncident(ctx, incidentId);
      return null;
    case "rollcall_snooze":
      await snoozeIncident(ctx, incidentId, { minutes: snoozeMinutes });
      return `Snoozed for ${snoozeMinutes} min by ${ctx.actor.name}.`;
    case "rollcall_accept":
      if (deployId === undefined || identity === undefined)
        throw new AppError("malformed", "This button names no deploy.");
      await acceptDeploy(ctx, deployId, { identity, as: "expected" });
      return `${identity} is expected from now on, accepted by ${ctx.actor.name}.`;
  }
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
