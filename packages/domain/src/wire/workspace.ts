/** The workspace and its people as the API shows them. */
import { z } from "zod";
import { memberRole } from "../glossary.ts";
import { wireTime } from "./time.ts";

export const workspaceWire = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  plan: z.string(),
  createdAt: wireTime,
});
export type WorkspaceWire = z.infer<typeof workspaceWire>;

const workspaceName = z.string().trim().min(1).max(80);
/** Body of `POST /api/app/workspaces`, and of `PATCH /api/v1/workspace`. */
export const workspaceInput = z.strictObject({ name: workspaceName });

export const memberWire = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: memberRole,
  since: wireTime,
});
export type MemberWire = z.infer<typeof memberWire>;

/** Body of `PATCH /api/v1/members/{userId}`. */
export const changeMemberInput = z.strictObject({ role: memberRole });

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
