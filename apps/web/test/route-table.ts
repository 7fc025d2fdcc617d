/** Every route of the API: what it needs, and where it is. */
import type { Permission } from "@rollcall/services/context";
import type { Fixture } from "./fixtures.ts";

export type Route = {
  route: string;
  needs: Permission;
  /** Where the route is for ids of `fixture`. */
  path: (fixture: Fixture) => string;
  body?: object;
  /** A path without an id of a workspace: there is nothing of another workspace to ask for. */
  isAboutEverything?: true;
  /** The body is what somebody else printed: it has no fields of ours. */
  takesAnything?: true;
};

export const v1 = "/api/v1";
export const routes: Route[] = [
  { route: "GET /deploys", needs: "deploy", path: () => `${v1}/deploys`, isAboutEverything: true },
  {
    route: "POST /deploys",
    needs: "deploy",
    path: () => `${v1}/deploys`,
    body: { service: "new", version: "2" },
    isAboutEverything: true,
  },
  { route: "GET /deploys/:id", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}` },
  {
    route: "PATCH /deploys/:id",
    needs: "deploy",
    path: (f) => `${v1}/deploys/${f.deploy}`,
    body: { actor: "ana" },
  },
  { route: "POST /deploys/:id/cancel", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/cancel` },
  {
    route: "POST /deploys/:id/accept",
    needs: "write",
    path: (f) => `${v1}/deploys/${f.deploy}/accept`,
    body: { identity: "1.42.0+1", as: "same_build" },
  },
  { route: "GET /deploys/:id/verdicts", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/verdicts` },
  { route: "GET /deploys/:id/answers", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/answers` },
  {
    route: "POST /deploys/:id/evidence",
    needs: "deploy",
    path: (f) => `${v1}/deploys/${f.deploy}/evidence`,
    body: { kind: "List", items: [] },
    takesAnything: true,
  },
  { route: "GET /deploys/:id/evidence", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/evidence` },
  { route: "GET /deploys/:id/events", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/events` },
  { route: "GET /services", needs: "read", path: () => `${v1}/services`, isAboutEverything: true },
  {
    route: "POST /services",
    needs: "write",
    path: () => `${v1}/services`,
    body: { name: "new" },
    isAboutEverything: true,
  },
  { route: "GET /services/:service", needs: "read", path: (f) => `${v1}/services/${f.serviceId}` },
  {
    route: "PATCH /services/:service",
    needs: "write",
    path: (f) => `${v1}/services/${f.service}`,
    body: { environments: ["staging"] },
  },
  { route: "DELETE /services/:service", needs: "write", path: (f) => `${v1}/services/${f.service}` },
  {
    route: "POST /services/:service/badge",
    needs: "write",
    path: (f) => `${v1}/services/${f.service}/badge`,
    body: {},
  },
  {
    route: "GET /services/:service/verdict",
    needs: "deploy",
    path: (f) => `${v1}/services/${f.service}/verdict`,
  },
  {
    route: "GET /services/:service/history",
    needs: "read",
    path: (f) => `${v1}/services/${f.service}/history`,
  },
  { route: "GET /monitors/:id/history", needs: "read", path: (f) => `${v1}/monitors/${f.monitor}/history` },
  { route: "GET /monitors", needs: "read", path: () => `${v1}/monitors`, isAboutEverything: true },
  {
    route: "POST /monitors",
    needs: "write",
    path: () => `${v1}/monitors`,
    body: { service: "new", url: "https://example.com" },
    isAboutEverything: true,
  },
  { route: "GET /monitors/:id", needs: "read", path: (f) => `${v1}/monitors/${f.monitor}` },
  {
    route: "PATCH /monitors/:id",
    needs: "write",
    path: (f) => `${v1}/monitors/${f.monitor}`,
    body: { name: "renamed" },
  },
  { route: "DELETE /monitors/:id", needs: "write", path: (f) => `${v1}/monitors/${f.monitor}` },
  {
    route: "POST /monitors/:id/probe",
    needs: "write",
    path: (f) => `${v1}/monitors/${f.monitor}/probe`,
    body: {},
  },
  { route: "GET /probes/:id", needs: "read", path: (f) => `${v1}/probes/${f.probe}` },
  { route: "GET /incidents", needs: "read", path: () => `${v1}/incidents`, isAboutEverything: true },
  { route: "GET /incidents/:id", needs: "read", path: (f) => `${v1}/incidents/${f.incident}` },
  {
    route: "POST /incidents/:id/acknowledge",
    needs: "write",
    path: (f) => `${v1}/incidents/${f.incident}/acknowledge`,
  },
  {
    route: "POST /incidents/:id/snooze",
    needs: "write",
    path: (f) => `${v1}/incidents/${f.incident}/snooze`,
    body: { minutes: 5 },
  },
  {
    route: "POST /incidents/:id/resolve",
    needs: "write",
    path: (f) => `${v1}/incidents/${f.incident}/resolve`,
  },
  { route: "GET /maintenance", needs: "read", path: () => `${v1}/maintenance`, isAboutEverything: true },
  {
    route: "POST /maintenance",
    needs: "write",
    path: () => `${v1}/maintenance`,
    body: { service: null, reason: "new disks", durationMinutes: 30 },
    isAboutEverything: true,
  },
  { route: "GET /maintenance/:id", needs: "read", path: (f) => `${v1}/maintenance/${f.maintenance}` },
  {
    route: "PATCH /maintenance/:id",
    needs: "write",
    path: (f) => `${v1}/maintenance/${f.maintenance}`,
    body: { reason: "more disks" },
  },
  {
    route: "POST /maintenance/:id/end",
    needs: "write",
    path: (f) => `${v1}/maintenance/${f.maintenance}/end`,
  },
  { route: "DELETE /maintenance/:id", needs: "write", path: (f) => `${v1}/maintenance/${f.maintenance}` },
  { route: "GET /channels", needs: "read", path: () => `${v1}/channels`, isAboutEverything: true },
  {
    route: "POST /channels",
    needs: "write",
    path: () => `${v1}/channels`,
    body: { kind: "email", name: "new", config: { to: ["a@example.com"] } },
    isAboutEverything: true,
  },
  {
    route: "POST /channels/preview",
    needs: "write",
    path: () => `${v1}/channels/preview`,
    body: {},
    isAboutEverything: true,
  },
  { route: "GET /channels/:id", needs: "read", path: (f) => `${v1}/channels/${f.channel}` },
  {
    route: "PATCH /channels/:id",
    needs: "write",
    path: (f) => `${v1}/channels/${f.channel}`,
    body: { name: "renamed" },
  },
  { route: "DELETE /channels/:id", needs: "write", path: (f) => `${v1}/channels/${f.channel}` },
  { route: "POST /channels/:id/test", needs: "write", path: (f) => `${v1}/channels/${f.channel}/test` },
  {
    route: "POST /channels/:id/rotate-secret",
    needs: "write",
    path: (f) => `${v1}/channels/${f.channel}/rotate-secret`,
    body: {},
  },
  { route: "GET /deliveries", needs: "read", path: () => `${v1}/deliveries`, isAboutEverything: true },
  {
    route: "POST /deliveries/:id/retry",
    needs: "write",
    path: (f) => `${v1}/deliveries/${f.delivery}/retry`,
  },
  { route: "GET /tokens", needs: "read", path: () => `${v1}/tokens`, isAboutEverything: true },
  {
    route: "POST /tokens",
    needs: "admin",
    path: () => `${v1}/tokens`,
    body: { name: "new", scope: "read" },
    isAboutEverything: true,
  },
  { route: "DELETE /tokens/:id", needs: "admin", path: (f) => `${v1}/tokens/${f.token}` },
  { route: "GET /registries", needs: "read", path: () => `${v1}/registries`, isAboutEverything: true },
  {
    route: "POST /registries",
    needs: "write",
    path: () => `${v1}/registries`,
    body: { host: "ghcr.io", username: "robot", password: "secret" },
    isAboutEverything: true,
  },
  { route: "DELETE /registries/:host", needs: "write", path: (f) => `${v1}/registries/${f.registry}` },
  { route: "GET /workspace", needs: "read", path: () => `${v1}/workspace`, isAboutEverything: true },
  {
    route: "PATCH /workspace",
    needs: "admin",
    path: () => `${v1}/workspace`,
    body: { name: "Renamed" },
    isAboutEverything: true,
  },
  { route: "GET /members", needs: "read", path: () => `${v1}/members`, isAboutEverything: true },
  {
    route: "PATCH /members/:userId",
    needs: "admin",
    path: (f) => `${v1}/members/${f.owner}`,
    body: { role: "admin" },
  },
  { route: "DELETE /members/:userId", needs: "admin", path: (f) => `${v1}/members/${f.owner}` },
  { route: "GET /invitations", needs: "read", path: () => `${v1}/invitations`, isAboutEverything: true },
  {
    route: "POST /invitations",
    needs: "admin",
    path: () => `${v1}/invitations`,
    body: { email: "new@example.com" },
    isAboutEverything: true,
  },
  { route: "DELETE /invitations/:id", needs: "admin", path: (f) => `${v1}/invitations/${f.invitation}` },
  { route: "GET app/overview", needs: "read", path: () => "/api/app/overview", isAboutEverything: true },
  {
    route: "GET app/overview/stream",
    needs: "read",
    path: () => "/api/app/overview/stream",
    isAboutEverything: true,
  },
  { route: "GET app/rollouts/:id", needs: "deploy", path: (f) => `/api/app/rollouts/${f.deploy}` },
  {
    route: "GET app/rollouts/:id/stream",
    needs: "deploy",
    path: (f) => `/api/app/rollouts/${f.deploy}/stream`,
  },
  {
    route: "POST app/probe",
    needs: "write",
    path: () => "/api/app/probe",
    body: { url: "https://example.com" },
    isAboutEverything: true,
  },
  { route: "GET app/probe/:id", needs: "read", path: (f) => `/api/app/probe/${f.probe}` },
];
/** These are about the person, not about the workspace they look at. */
export const personalRoutes = [
  "POST /api/app/workspaces",
  "POST /api/app/workspaces/choose",
  "POST /api/app/invitations/accept",
];

export const methodOf = ({ route }: Route) => route.split(" ")[0] ?? "";
