import type { MemberRole } from "@rollcall/domain/glossary";

/** What each role may do, in one line. */
export const roleWords: Record<MemberRole, string> = {
  owner: "Everything, API tokens included.",
  admin: "Everything, API tokens included.",
  member: "Deploys, monitors, channels and incidents; no API tokens.",
  viewer: "Looks, and changes nothing.",
};
