/** The workspace and its people as the API shows them. */
import { z } from "zod";
import { memberRole } from "../glossary.ts";
import { timeZone, wireTime } from "./time.ts";

export const workspaceWire = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  plan: z.string(),
  /**
   * The channel that hears a critical as well when its own has not taken it for 60 s. Null: the oldest other channel, of
   * another kind first, or the owners by email.
   */
  fallbackChannelId: z.string().nullable(),
  /** The IANA zone in which messages show times beside UTC. */
  timeZone: z.string().nullable(),
  /** How often a problem that nobody acknowledges is told again; null: never. */
  remindCriticalMinutes: z.int().nullable(),
  remindWarningMinutes: z.int().nullable(),
  createdAt: wireTime,
});
export type WorkspaceWire = z.infer<typeof workspaceWire>;

const remindMinutes = z.int().min(15).max(10_080).nullable();
const workspaceName = z.string().trim().min(1).max(80);
/** Body of `POST /api/app/workspaces`. */
export const workspaceInput = z.strictObject({ name: workspaceName });

/** Body of `PATCH /api/v1/workspace`. */
export const patchWorkspaceInput = z
  .strictObject({
    name: workspaceName,
    fallbackChannelId: z.string().max(64).nullable(),
    timeZone: timeZone.nullable(),
    remindCriticalMinutes: remindMinutes,
    remindWarningMinutes: remindMinutes,
  })
  .partial();

export const memberWire = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: memberRole,
  /** What CI calls them as the actor of a deploy. */
  handles: z.array(z.string()),
  since: wireTime,
});
export type MemberWire = z.infer<typeof memberWire>;

/** Body of `PATCH /api/v1/members/{userId}`. */
export const changeMemberInput = z
  .strictObject({ role: memberRole, handles: z.array(z.string().trim().min(1).max(100)).max(10) })
  .partial();

/** Body of `POST /api/v1/invitations`. */
export const inviteInput = z.strictObject({
  email: z.email().max(254),
  role: memberRole.default("member"),
});

export const invitationWire = z.object({
  id: z.string(),
  email: z.string(),
  role: memberRole,
  createdAt: wireTime,
  expiresAt: wireTime,
});
export type InvitationWire = z.infer<typeof invitationWire>;
