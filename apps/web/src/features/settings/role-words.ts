import { type MemberRole, memberRole } from "@rollcall/domain/glossary";

/** What each role may do, in one line. */
export const roleWords: Record<MemberRole, string> = {
  owner: "Everything, other owners included.",
  admin: "Everything but owners: members, API tokens, monitors, channels.",
  member: "Deploys, monitors, channels and incidents; no members, no API tokens.",
  viewer: "Looks, and changes nothing.",
};

/** The roles that somebody with this role may give to others: only owners make owners. */
export function rolesGivenBy(role: MemberRole): readonly MemberRole[] {
  if (role === "owner") return memberRole.options;
  return role === "admin" ? memberRole.options.filter((other) => other !== "owner") : [];
}
