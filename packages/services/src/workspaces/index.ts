export { bootstrapInstance } from "./bootstrap-instance.ts";
export { createWorkspace, createWorkspaceForUser, createWorkspaceInput } from "./create-workspace.ts";
export { listMembers, type MemberView } from "./list-members.ts";
export { listMemberships, type Membership } from "./list-memberships.ts";
export {
  endSetup,
  hasUsers,
  isSetupToken,
  mintSetupLink,
  mintSignInLink,
  redeemSignInLink,
} from "./one-time-links.ts";
export { type PlanLimits, planLimits } from "./plan-limits.ts";
