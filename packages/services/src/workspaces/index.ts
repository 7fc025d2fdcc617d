export { acceptInvitation, readInvitation } from "./accept-invitation.ts";
export { bootstrapInstance } from "./bootstrap-instance.ts";
export { changeMember, removeMember } from "./change-member.ts";
export { createWorkspace, createWorkspaceForUser } from "./create-workspace.ts";
export { type Invited, inviteMember, listInvitations, revokeInvitation } from "./invite-member.ts";
export { listMembers } from "./list-members.ts";
export { listMemberships, type Membership } from "./list-memberships.ts";
export {
  endSetup,
  hasUsers,
  isSetupToken,
  mintSetupLink,
  mintSignInLink,
  redeemSignInLink,
} from "./one-time-links.ts";
export { patchWorkspace } from "./patch-workspace.ts";
export { type PlanLimits, planLimits } from "./plan-limits.ts";
export { readWorkspace } from "./read-workspace.ts";
