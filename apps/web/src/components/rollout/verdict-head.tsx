import { unverifiableReason } from "@rollcall/domain/glossary";
import type { DeployWire } from "@rollcall/domain/wire";
import type { RolloutView } from "@rollcall/services/views";
import Link from "next/link";
import type { Connection } from "@/client/use-live-view.ts";
import { useSpoken } from "@/client/use-spoken.ts";
import { countOf } from "@/format/count.ts";
import { setSentence } from "@/format/sentence.ts";
import { shortVersion } from "@/format/version.ts";
import { DeployGlyph } from "../state/state-glyph.tsx";
import { toneText } from "../state/state-label.tsx";
import { deployStateWords, stuckWords, unverifiableWords } from "../state/state-words.ts";
import { cn } from "../ui/cn.ts";
import { Time } from "../ui/time.tsx";
import { Tooltip } from "../ui/tooltip.tsx";

/** The state as word, icon and shape, and the sentence a human could say in the incident call. */
export function VerdictHead({ view }: { view: RolloutView }) {
  const { deploy } = view;
  const { tone, meaning } = deployStateWords[deploy.state];
  const share = deploy.share.samples === 0 ? 0 : deploy.share.expected / deploy.share.samples;
  const spoken = useSpoken(`${stateTitle(deploy)}. ${setSentence(deploy.sentence)}`, deploy.state);
  return (
    <div className="grid gap-2">
      <div className="grid items-start gap-x-4 gap-y-1 md:grid-cols-[fit-content(20rem)_1fr]">
        <Tooltip text={meaning}>
          <span
            className={cn(
              "flex items-center gap-2 font-semibold text-xl uppercase tracking-wide",
              toneText[tone],
            )}
          >
            <DeployGlyph state={deploy.state} share={share} size={22} />
            {stateTitle(deploy)}
          </span>
        </Tooltip>
        <p className="min-w-0 max-w-[70ch] text-balance text-xl [overflow-wrap:anywhere]">
          {setSentence(deploy.sentence)}
        </p>
      </div>
      <p role="status" className="sr-only">
        {spoken}
      </p>
      {!/\busers\b/i.test(deploy.sentence) && view.impact !== "" && (
        <p className="max-w-[80ch] [overflow-wrap:anywhere]">{setSentence(view.impact)}.</p>
      )}
      <Conditions deploy={deploy} />
      <Facts view={view} />
    </div>
  );
}

function stateTitle(deploy: DeployWire): string {
  const { word } = deployStateWords[deploy.state];
  if (deploy.state === "stuck" && deploy.stuckKind !== null)
    return `${word}, ${stuckWords[deploy.stuckKind]}`;
  const reason = unverifiableReason.safeParse(deploy.reason);
  if (deploy.state === "unverifiable" && reason.success) return `${word}, ${unverifiableWords[reason.data]}`;
  return word;
}

/** What else is wrong at the same time; the state is only the most urgent of it. */
function Conditions({ deploy }: { deploy: DeployWire }) {
  const others = deploy.conditions.filter((condition) => {
    const { tone } = deployStateWords[condition];
    return condition !== deploy.state && (tone === "warning" || tone === "critical");
  });
  if (others.length === 0) return null;
  return (
    <p className="text-quiet text-sm">
      Also {others.map((condition) => deployStateWords[condition].word.toLowerCase()).join(", ")}.
    </p>
  );
}

function Facts({ view }: { view: RolloutView }) {
  const { deploy, incident, instances } = view;
  const facts: React.ReactNode[] = [
    <span key="announced">
      announced <Time at={deploy.createdAt} />
      {deploy.actor !== null && <span className="break-all"> by {deploy.actor}</span>}
    </span>,
  ];
  if (deploy.url !== null)
    facts.push(
      <a key="ci" href={deploy.url} className="link" target="_blank" rel="noreferrer">
        CI job
      </a>,
    );
  if (deploy.ref !== null)
    facts.push(
      <code key="ref" className="break-all">
        {deploy.ref}
      </code>,
    );
  if (deploy.deadlineAt !== null && deploy.deadlineAt > view.generatedAt && deploy.endedAt === null)
    facts.push(
      <span key="deadline">
        deadline <Time at={deploy.deadlineAt} />
      </span>,
    );
  if (isImageAskedFor(deploy)) facts.push(<span key="image">asking the registry for the image…</span>);
  if (instances !== null && instances.total > 0 && !/\binstances?\b/.test(deploy.sentence))
    facts.push(
      <span key="instances">
        {instances.expected} of {countOf(instances.total, "instance")} on {shortVersion(deploy.version)}
      </span>,
    );
  if (incident !== null)
    facts.push(
      <Link
        key="incident"
        href={`/incidents/${incident.id}`}
        className={cn("link", incident.state !== "resolved" && "text-error")}
      >
        incident {incident.state}
      </Link>,
    );
  if (deploy.supersededBy !== null)
    facts.push(
      <Link key="by" href={`/deploys/${deploy.supersededBy}`} className="link">
        the deploy that superseded it
      </Link>,
    );
  return (
    <ul className="flex flex-wrap gap-x-2 text-quiet text-sm *:not-last:after:ml-2 *:not-last:after:content-['·']">
      {facts.map((fact) => (
        <li key={(fact as React.ReactElement).key}>{fact}</li>
      ))}
    </ul>
  );
}

/** Said until the first answer: a slow registry holds back the alert that its answer would prove. */
function isImageAskedFor({ image, preflight, liveAt, endedAt }: DeployWire): boolean {
  return image !== null && preflight === null && liveAt === null && endedAt === null;
}

/** How fresh the page is, and what happens to it next. Only a break is announced; the seconds are not. */
export function Freshness({ connection, view }: { connection: Connection; view: RolloutView }) {
  if (connection === "ended") return <>Ended, nothing changes any more</>;
  const isLive = connection === "live";
  return (
    <>
      <span role="status" className="text-previous">
        {!isLive && "Live paused, retrying. "}
      </span>
      {isLive && `${view.probing.replace(/\.$/, "")} · `}
      {isLive ? "updated" : "As of"} <Time at={view.generatedAt} />
    </>
  );
}
