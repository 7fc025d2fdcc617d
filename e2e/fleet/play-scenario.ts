import type { CauseCode, DeployState, StuckKind } from "@rollcall/domain/glossary";
import type { RuleName } from "@rollcall/domain/rollout";
import type {
  AnnounceDeployInput,
  CreateMonitorInput,
  DeployWire,
  IncidentWire,
  VerdictWire,
} from "@rollcall/domain/wire";
import type { CreateServiceOptions, FleetService } from "@rollcall/testing/fleet";
import { waitUntil } from "@rollcall/testing/wait-until";
import type { Api } from "../stage/api.ts";
import { regions } from "../stage/open-stage.ts";
import type { Workspace } from "../stage/workspace.ts";

export const oldVersion = "1.41.3";
export const newVersion = "1.42.0";

/** A rollout of a service of its own: what is announced, what pods, CI and people do, and what must come of it. */
export type Scenario = {
  name: string;
  /** Five pods of the old version unless it says otherwise. */
  fleet?: Omit<CreateServiceOptions, "name">;
  /** One region unless it says otherwise. */
  monitor?: Partial<CreateMonitorInput>;
  /** What has happened to the pods before CI says so. */
  before?: (pods: FleetService) => void;
  announce?: Partial<AnnounceDeployInput>;
  /** Resolves when the last state has been reached. */
  play(scene: Scene): Promise<unknown>;
  /** Every state in its order; one in brackets may pass too quickly to be said. */
  states: string;
  /** The first bad verdict. */
  bad?: { rule: RuleName; stuckKind?: StuckKind; cause: CauseCode };
  /** How the headlines of all messages begin after the name of the service, in their order. */
  told: string[];
};

/** What a scenario plays with. */
export type Scene = {
  pods: FleetService;
  api: Api;
  deploy: DeployWire;
  /** Until the deploy, or another of the service, is in this state. */
  reach(state: DeployState, of?: DeployWire): Promise<DeployWire>;
  /** Until the last minute held so many answers: the baseline that failures are compared with. */
  hear(answers: number): Promise<unknown>;
  /** Until it is stuck: as soon as there are answers to judge by, its deadline is cut short. */
  getStuck(): Promise<DeployWire>;
  /** As a CI job does that is run again. */
  announceAgain(): Promise<unknown>;
  cancel(): Promise<unknown>;
};

/** What has come of it. `told` reads what every kind of channel has received so far. */
export type Story = {
  states: string;
  bad: VerdictWire | null;
  deploy: DeployWire;
  incidents: IncidentWire[];
  told(): ReturnType<Workspace["alerts"]>;
};

const badStates: readonly DeployState[] = [
  "stuck",
  "degraded",
  "old_returned",
  "rolled_back",
  "unverifiable",
];
/**
 * A busy machine is no timeout. No probe of the interval comes in between, and if one does it decides nothing: health is
 * not the subject.
 */
const patientMonitor = { timeoutMs: 10_000, intervalSeconds: 86_400, failureThreshold: 20 };
const patienceMs = 200_000;

/** Plays one scenario in a workspace of its own. */
export async function playScenario(workspace: Workspace, scenario: Scenario): Promise<Story> {
  const { api, watch, addChannels, alerts } = workspace;
  await addChannels();
  const service = scenario.name.replace(/[^a-z0-9]+/g, "-");
  const pods = await watch(
    service,
    { pods: 5, ...scenario.fleet, behaviour: { version: oldVersion, ...scenario.fleet?.behaviour } },
    { regions: [regions[0]], ...patientMonitor, ...scenario.monitor },
  );
  scenario.before?.(pods);
  const announcement = { service, version: newVersion, previousVersion: oldVersion, ...scenario.announce };
  const deploy = await api.announce(announcement);
  const reach = (state: DeployState, of = deploy) => api.reach(of, state, patienceMs);
  const hear = (answers: number) =>
    waitUntil(
      `${answers} answers of ${service}`,
      async () => (await api.readDeploy(deploy.id)).share.samples >= answers,
      { timeoutMs: patienceMs, everyMs: 500 },
    );
  const setDeadline = (progressDeadlineSeconds: number) =>
    api.ask("PATCH", `/deploys/${deploy.id}`, { progressDeadlineSeconds });
  await scenario.play({
    ...{ pods, api, deploy, reach, hear },
    async getStuck() {
      await hear(40);
      await setDeadline(5);
      const stuck = await reach("stuck");
      await setDeadline(600);
      return stuck;
    },
    announceAgain: () => api.announce(announcement),
    cancel: () => api.ask("POST", `/deploys/${deploy.id}/cancel`, {}),
  });
  const areTold = () => Object.values(alerts()).every(({ length }) => length >= scenario.told.length);
  await waitUntil(`what is told of ${service}`, areTold, { timeoutMs: patienceMs });
  const verdicts = await api.readVerdicts(deploy.id);
  return {
    states: namesOf(verdicts),
    bad: verdicts.find(({ state }) => badStates.includes(state)) ?? null,
    deploy,
    incidents: await api.listIncidents(),
    told: alerts,
  };
}

/** A verdict is also kept when only its causes change. */
function namesOf(verdicts: VerdictWire[]): string {
  return verdicts
    .map(({ state }) => state)
    .filter((state, i, all) => state !== all[i - 1])
    .join(" ");
}

/** What a headline says after the name of the service and its version. */
export function happeningOf(headline: string): string {
  return headline.slice(headline.indexOf(": ") + 2);
}

/** "waiting [rolling] live" as the expression that reads it. */
export function statesPattern(states: string): RegExp {
  const parts = states
    .split(" ")
    .map((state) => state.replace(/^\[(\w+)\]$/, "($1 )?").replace(/^\w+$/, "$& "));
  return new RegExp(`^${parts.join("").trimEnd()}$`);
}
