import { teamsConfig } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { renderTeams } from "../teams/render-teams.ts";
import { postToVendor } from "./post-to-vendor.ts";
import type { Sender } from "./sender.ts";

/** A workflow answers 202, and in errors `{ error: { code } }`, such as `WorkflowNotFound`. */
const teams = {
  vendor: "teams",
  name: "Teams",
  quote: (body: string) => /"code":\s?"(\w{1,60})"/.exec(body)?.[1] ?? "",
} as const;

/** Sends notices to Microsoft Teams through a workflow that posts what it is sent. */
export function createTeamsSender({ guard }: { guard: Guard }): Sender {
  return {
    send: async ({ config, notice }) => {
      const parsed = teamsConfig.safeParse(config);
      if (!parsed.success) return { kind: "refused", error: "The channel has no valid webhook URL." };
      return postToVendor(guard, teams, parsed.data.webhookUrl, renderTeams(notice));
    },
  };
}
