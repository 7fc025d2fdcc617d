"use client";

import type { DeployWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import type { Snippet } from "@/features/docs/read-snippets.ts";
import { AnnounceStep } from "./announce-step.tsx";
import { ChannelStep } from "./channel-step.tsx";
import { NameStep } from "./name-step.tsx";
import { Step, type StepState } from "./step.tsx";
import { makeDeployToken } from "./token-offer.tsx";
import { type Found, UrlStep } from "./url-step.tsx";

/** The monitor that the rest of the way is about. */
export type WelcomeMonitor = {
  id: string;
  service: string;
  environment: string;
  url: string;
  version: string | null;
};

export type WelcomeFacts = {
  baseUrl: string;
  email: string;
  hasMailServer: boolean;
  canMakeTokens: boolean;
  versionSnippets: Snippet[];
  monitor: WelcomeMonitor | null;
  deploy: DeployWire | null;
  hasChannel: boolean;
};

/** From a URL to the first verdict: four steps, each of which can be left for later. */
export function WelcomeFlow(facts: WelcomeFacts) {
  const router = useRouter();
  const [found, setFound] = useState<Found | null>(null);
  const [monitor, setMonitor] = useState(facts.monitor);
  const [token, setToken] = useState<string | null>(null);
  const [deploy, setDeploy] = useState(facts.deploy);
  const [isAnnounced, setIsAnnounced] = useState(facts.deploy !== null);
  const makeToken = useMutation({
    mutationFn: makeDeployToken,
    onSuccess: ({ secret }) => setToken(secret),
  });
  // As it was when this page was opened: a channel made here stays in view with the result of its test.
  const [hadChannel] = useState(facts.hasChannel);
  const step = stepOf({ found, monitor, isAnnounced, hasChannel: hadChannel });
  const stateOf = (number: number): StepState => (number < step ? "done" : number === step ? "now" : "later");
  const finish = () => router.push(deploy === null ? "/" : `/deploys/${deploy.id}`);
  return (
    <ol className="max-w-200 border-line border-b">
      <Step
        number={1}
        title="What do your users ask for?"
        state={stateOf(1)}
        summary={found?.url ?? monitor?.url}
      >
        <UrlStep snippets={facts.versionSnippets} onFound={setFound} />
      </Step>
      <Step
        number={2}
        title="What is it called?"
        state={stateOf(2)}
        summary={monitor !== null && `${monitor.service} › ${monitor.environment}`}
      >
        {found !== null && (
          <NameStep
            found={found}
            onSaved={({ id, service, environment, url }) => {
              setMonitor({ id, service, environment, url, version: found.version });
              if (facts.canMakeTokens) makeToken.mutate({ service, environment });
              // A reload goes on here; the router must not fetch the page again, which would lose the token.
              window.history.replaceState(null, "", `/welcome?monitor=${id}`);
            }}
          />
        )}
      </Step>
      <Step
        number={3}
        title="Announce deploys from CI"
        state={stateOf(3)}
        summary={deploy?.version ?? "left for later"}
      >
        {monitor !== null && (
          <AnnounceStep
            facts={{ ...monitor, baseUrl: facts.baseUrl }}
            token={token}
            canMakeTokens={facts.canMakeTokens && !makeToken.isPending}
            onToken={setToken}
            onNext={(first) => {
              setDeploy(first);
              setIsAnnounced(true);
            }}
          />
        )}
      </Step>
      <Step
        number={4}
        title="Who is told when a rollout is stuck?"
        state={stateOf(4)}
        summary={
          <Link href="/channels" className="link">
            Channels
          </Link>
        }
      >
        <ChannelStep email={facts.email} hasMailServer={facts.hasMailServer} onDone={finish} />
      </Step>
      {step > 4 && (
        <li className="list-none border-line border-t py-4">
          <Button variant="primary" size="lg" onClick={finish}>
            {deploy === null ? "Go to the overview" : "Open the rollout"}
          </Button>
        </li>
      )}
    </ol>
  );
}

/** Whose turn it is; 5 when nothing is left to do. */
function stepOf(done: {
  found: Found | null;
  monitor: WelcomeMonitor | null;
  isAnnounced: boolean;
  hasChannel: boolean;
}): number {
  if (done.monitor === null) return done.found === null ? 1 : 2;
  if (!done.isAnnounced) return 3;
  return done.hasChannel ? 5 : 4;
}
