import type { DeployWire } from "@rollcall/domain/wire";
import type { Workspace } from "../stage/workspace.ts";
import { bringStuckRollout } from "./stuck-rollout.ts";

/** Every page there is for people who are not signed in. */
export const openPages = [
  "/sign-in",
  "/sign-up",
  "/forgot-password",
  "/reset-password?token=none",
  "/setup?token=none",
  "/invitation?token=none",
  "/docs",
  "/docs/guides/announce-from-ci",
  "/nowhere",
];

/** Every page of a workspace in which something is going on. */
export async function fillPages(workspace: Workspace): Promise<{ paths: string[]; stuck: DeployWire }> {
  const { api, addChannels } = workspace;
  await addChannels();
  const stuck = await bringStuckRollout(workspace);
  await api.announce({ service: "forgotten", version: "1.42.0" });
  await workspace.session.call("POST", "/api/v1/invitations", { email: "bo@example.com", role: "viewer" });
  const [monitor, channel, incident] = [
    await firstId(workspace, "/monitors"),
    await firstId(workspace, "/channels"),
    (await api.readDeploy(stuck.id)).incidentId,
  ];
  const paths = [
    "/",
    "/services",
    "/services/billing-api",
    "/deploys",
    `/deploys/${stuck.id}`,
    `/deploys/${stuck.id}?view=table`,
    `/deploys/${stuck.id}?answers=true`,
    `/deploys/${stuck.id}?at=${Date.parse(stuck.updatedAt)}`,
    "/incidents",
    `/incidents/${incident}`,
    "/maintenance",
    "/monitors",
    `/monitors/${monitor}`,
    `/monitors/${monitor}/edit`,
    "/monitors/new",
    "/regions",
    "/channels",
    `/channels/${channel}`,
    "/channels/new",
    "/settings",
    "/settings/account",
    "/settings/tokens",
    "/settings/registries",
    "/welcome",
  ];
  return { paths, stuck };
}

async function firstId({ api }: Workspace, list: string): Promise<string> {
  const { body } = await api.call<{ items: { id: string }[] }>("GET", `/api/v1${list}`);
  const [first] = body.items;
  if (first === undefined) throw new Error(`${list} is empty`);
  return first.id;
}
