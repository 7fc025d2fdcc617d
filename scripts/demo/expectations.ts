import type { VerdictWire } from "@rollcall/domain/wire";
import type { Alert } from "./alerts.ts";

/** What happened to one deploy: its verdicts in their order. */
export type DeployStory = { service: string; version: string; verdicts: VerdictWire[] };

/** All that one run of `npm run demo -- --once` produced. `replacedAt` is when the missing pods were replaced. */
export type Story = { healthy: DeployStory; stuck: DeployStory; replacedAt: number; alerts: Alert[] };

/** One thing that must be so; `found` says what was instead. */
export type Expectation = { name: string; isMet: boolean; found: string };

/** Everything that must be true of a run, in the order in which it happens. */
export function checkStory({ healthy, stuck, replacedAt, alerts }: Story): Expectation[] {
  const stuckVerdict = stuck.verdicts.find(({ state }) => state === "stuck");
  const problems = alerts.filter(({ headline }) => isAbout(headline, stuck) && headline.includes("stuck"));
  const recoveries = alerts.filter(
    ({ headline }) => isAbout(headline, stuck) && headline.includes("recovered"),
  );
  const early = stuck.verdicts.filter(({ state, at }) => state === "live" && Date.parse(at) < replacedAt);
  const falseAlarms = alerts.filter(
    ({ headline }) => isAbout(headline, healthy) && !headline.endsWith(": live"),
  );
  return [
    expectThat(`${healthy.service} ${healthy.version} goes live`, endsLive(healthy), states(healthy)),
    expectThat(`${healthy.service} alarms nobody`, falseAlarms.length === 0, headlines(falseAlarms)),
    expectThat(
      `${stuck.service} ${stuck.version} is stuck half-way`,
      stuckVerdict?.stuckKind === "partial",
      states(stuck),
    ),
    expectThat(`${stuck.service} is not called live while it is not`, early.length === 0, states(stuck)),
    expectThat("the stuck verdict names a cause", (stuckVerdict?.causes.length ?? 0) > 0, "no cause"),
    ...(["email", "slack"] as const).map((via) => expectAlert(via, problems, stuckVerdict)),
    expectThat(`${stuck.service} ${stuck.version} goes live once replaced`, endsLive(stuck), states(stuck)),
    ...(["email", "slack"] as const).map((via) => {
      const count = recoveries.filter((alert) => alert.via === via).length;
      return expectThat(`the recovery arrives by ${via}, once`, count === 1, `${count} of them`);
    }),
  ];
}

/** The alert leads with what users get, and has the likeliest cause of the verdict in it. */
function expectAlert(via: Alert["via"], problems: Alert[], verdict: VerdictWire | undefined): Expectation {
  const received = problems.filter((alert) => alert.via === via);
  const text = received[0]?.text ?? "";
  const isImpactFirst = /^[^\n]*\busers are\b/i.test(text);
  const cause = verdict?.causes[0]?.title ?? "";
  const hasCause = cause !== "" && text.includes(cause);
  return expectThat(
    `the alert arrives by ${via}, once, with impact and cause`,
    received.length === 1 && isImpactFirst && hasCause,
    `${received.length} of them, impact ${isImpactFirst ? "first" : "missing"}, cause ${hasCause ? "told" : "missing"}`,
  );
}

function expectThat(name: string, isMet: boolean, found: string): Expectation {
  return { name, isMet, found };
}

function isAbout(headline: string, { service, version }: DeployStory): boolean {
  return headline.includes(`${service} ${version}`);
}

function endsLive({ verdicts }: DeployStory): boolean {
  return verdicts.at(-1)?.state === "live";
}

function states({ verdicts }: DeployStory): string {
  return (
    verdicts.map(({ state, stuckKind }) => (stuckKind ? `${state} (${stuckKind})` : state)).join(" → ") ||
    "nothing"
  );
}

function headlines(alerts: Alert[]): string {
  return alerts.map(({ headline }) => headline).join("; ") || "nothing";
}
