import type { DeployWire, IncidentWire } from "@rollcall/domain/wire";
import type { FleetService } from "@rollcall/testing/fleet";
import { waitUntil } from "@rollcall/testing/wait-until";
import type { House } from "./house.ts";
import { patience } from "./patience.ts";
import { type Medium, type Message, media } from "./receivers.ts";

/** A rollout that gets stuck, is told of, and goes on: what is under way while a fault lasts. */
export type Rollout = {
  service: string;
  pods: FleetService;
  deploy: DeployWire;
  /** Waits for answers to judge by, and lets its deadline pass in some seconds. */
  letDeadlinePass(): Promise<void>;
  /** Replaces the old pods: what is left to do is to see it and to say so. */
  complete(): void;
  /** Until every medium, or the given ones, has this of it. */
  untilTold(what: Told, by?: readonly Medium[]): Promise<void>;
  /** What went wrong with telling this, for people to read; empty when each medium has it once. */
  mistakes(what: Told, mayRepeat?: readonly Medium[]): string[];
  /** What does not agree with what was received in the incident's own account of it, once all of it is told. */
  mistakesInLedger(): Promise<string[]>;
  /** All of these together. */
  allMistakes(): Promise<string[]>;
  /** When the last of the media had it. */
  toldAt(what: Told): number;
};
export type Told = "stuck" | "recovered";

/** Where rollouts take place: a house, or a product that was started as a whole. */
export type Place = Pick<House, "api" | "receivers">;

const [oldVersion, newVersion] = ["1.41.3", "1.42.0"];
/** Far away until it is wanted. */
const calmSeconds = 3_600;
/** Seconds that are left for the fault to begin. */
const untilDeadlineSeconds = 4;
const answersMin = 10;
/** Slow enough that a busy machine's delays are not half as much again, which would rightly be called degraded. */
const latencyMs = 1_000;
/** Announces a version that no pod of a new service has. */
export async function openRollout({ api, receivers }: Place, service: string): Promise<Rollout> {
  const pods = await receivers.fleet.createService({
    name: service,
    pods: 3,
    behaviour: { version: oldVersion, latencyMs },
  });
  await api.createMonitor({
    service,
    url: `${pods.url()}/version`,
    version: { from: "header", name: "x-version" },
    // The rollout alone is the subject: no other probe comes in between.
    ...{ intervalSeconds: 86_400, failureThreshold: 20 },
  });
  // Of their own, so that no rollout waits for the digest of others.
  await receivers.addChannels(api, service, [service]);
  const deploy = await api.announce({
    ...{ service, version: newVersion, previousVersion: oldVersion },
    progressDeadlineSeconds: calmSeconds,
  });
  const messages = () => receivers.messages().filter(({ box }) => box === service);
  const told = (what: Told, via: Medium) =>
    messages().filter((message) => message.via === via && isAbout(message, what));
  /** "[production] checkout-api 1.42.0: stuck, not seen yet" tells that it is stuck. */
  const isAbout = ({ headline }: Message, what: Told) =>
    headline.startsWith(`[production] ${service} ${newVersion}: ${what}`);
  const mistakes = (what: Told, mayRepeat: readonly Medium[] = []) =>
    media.flatMap((via) => mistakesOf(told(what, via), `${what} by ${via}`, mayRepeat.includes(via)));
  async function mistakesInLedger(): Promise<string[]> {
    const incidents = (await api.listIncidents()).filter((incident) => incident.service === service);
    const [incident, ...more] = incidents;
    if (incident === undefined || more.length > 0) return [`${service} has ${incidents.length} incidents`];
    const whole = await api.ask<IncidentWire>("GET", `/incidents/${incident.id}`);
    const others = messages().filter((one) => !isAbout(one, "stuck") && !isAbout(one, "recovered"));
    return [...mistakesInDeliveries(whole), ...others.map(({ headline, via }) => `${via}: ${headline}`)];
  }
  return {
    ...{ service, pods, deploy, mistakes, mistakesInLedger },
    allMistakes: async () => [...mistakes("stuck"), ...mistakes("recovered"), ...(await mistakesInLedger())],
    async letDeadlinePass() {
      const enough = async () => {
        const read = await api.readDeploy(deploy.id);
        return read.share.samples >= answersMin && read;
      };
      const { startedAt } = await waitUntil(`answers of ${service}`, enough, patience);
      const setDeadline = () => {
        const elapsedMs = Date.now() - Date.parse(startedAt ?? "");
        const progressDeadlineSeconds = Math.ceil(elapsedMs / 1000) + untilDeadlineSeconds;
        return api.ask("PATCH", `/deploys/${deploy.id}`, { progressDeadlineSeconds });
      };
      await waitUntil(`a deadline of ${service}`, setDeadline, patience);
    },
    complete: () => pods.setPods(3, { version: newVersion }),
    async untilTold(what, by = media) {
      const isTold = () => {
        const missing = by.filter((via) => told(what, via).length === 0);
        if (missing.length > 0)
          throw new Error(`not by ${missing.join(", ")}; what came is ${list(messages())}`);
        return true;
      };
      await waitUntil(`${service} to be told as ${what}`, isTold, patience);
    },
    toldAt: (what) => Math.max(...media.map((via) => told(what, via)[0]?.at ?? Number.NaN)),
  };
}

/** Once, or twice under one id where that is the one thing that may happen. */
function mistakesOf(messages: Message[], what: string, mayRepeat: boolean): string[] {
  const isRepeat = mayRepeat && messages.length === 2 && messages[0]?.id === messages[1]?.id;
  return messages.length === 1 || isRepeat ? [] : [`${what}: ${messages.length} times`];
}

/** What it lists besides, or does not list, with its timeline: that says why. */
function mistakesInDeliveries({ state, service, deliveries, timeline }: IncidentWire): string[] {
  const expected = ["rollout.recovered", "rollout.stuck"].flatMap((notice) =>
    ["email", "slack", "webhook"].map((kind) => `${notice} ${kind} sent`),
  );
  const story = () => timeline.map(({ at, type, text }) => `${at} ${type}: ${text}`).join("\n");
  const found = deliveries.map((one) => `${one.notice} ${one.channelKind} ${one.state}`).sort();
  return [
    ...(state === "resolved" ? [] : [`the incident of ${service} is ${state}`]),
    ...(found.join() === expected.join()
      ? []
      : [`the incident of ${service} lists ${found.join(", ")}\n${story()}`]),
  ];
}

function list(messages: Message[]): string {
  return messages.map(({ via, headline }) => `${via}: ${headline}`).join("; ") || "nothing";
}
