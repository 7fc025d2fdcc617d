"use client";

import type { DeployWire } from "@rollcall/domain/wire";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";
import type { CiFacts } from "./ci-snippets.ts";
import { CiTabs } from "./ci-tabs.tsx";
import { FirstDeploy } from "./first-deploy.tsx";
import { TokenOffer } from "./token-offer.tsx";

const pollMs = 2000;

/** The way from CI to here: a snippet, a token, and the first deploy as soon as one is announced. */
export function AnnounceStep({
  facts,
  token,
  canMakeTokens,
  onToken,
  onNext,
}: {
  facts: CiFacts;
  token: string | null;
  canMakeTokens: boolean;
  onToken: (token: string) => void;
  onNext: (deploy: DeployWire | null) => void;
}) {
  const { service, environment, version } = facts;
  const announce = useMutation({
    mutationFn: () =>
      requestApi<DeployWire>("/api/v1/deploys", { method: "POST", body: { service, environment, version } }),
  });
  const fromCi = useNewestDeploy({ service, environment, isAwaited: announce.data === undefined });
  const deploy = announce.data ?? fromCi;
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="max-w-prose">
        Add this after the command that starts your rollout. The job passes only when {service} really answers
        with the new version in {environment}.
      </p>
      {token === null && canMakeTokens && <TokenOffer facts={facts} onToken={onToken} />}
      <CiTabs facts={facts} token={token} />
      {deploy === null ? (
        <Waiting
          facts={facts}
          isBusy={announce.isPending}
          error={announce.error}
          onAnnounce={() => announce.mutate()}
        />
      ) : (
        <FirstDeploy first={deploy} />
      )}
      <div>
        {deploy === null ? (
          <Button variant="ghost" className="-ml-3" onClick={() => onNext(null)}>
            Later: go on without a deploy
          </Button>
        ) : (
          <Button variant="primary" size="lg" onClick={() => onNext(deploy)}>
            Continue
          </Button>
        )}
      </div>
    </div>
  );
}

/** Asks again and again whether CI has announced something, until it has. */
function useNewestDeploy(asked: {
  service: string;
  environment: string;
  isAwaited: boolean;
}): DeployWire | null {
  const { service, environment, isAwaited } = asked;
  const { data } = useQuery({
    queryKey: ["newest-deploy", service, environment],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ service, environment });
      return requestApi<{ items: DeployWire[] }>(`/api/v1/deploys?${query}`, { signal });
    },
    enabled: isAwaited,
    refetchInterval: ({ state }) => ((state.data?.items.length ?? 0) > 0 ? false : pollMs),
  });
  return data?.items[0] ?? null;
}

function Waiting({
  facts: { service, version },
  isBusy,
  error,
  onAnnounce,
}: {
  facts: CiFacts;
  isBusy: boolean;
  error: Error | null;
  onAnnounce: () => void;
}) {
  const refusal = refusalOf(error);
  return (
    <div className="rounded-md border border-line border-dashed p-3">
      <p role="status">Waiting for your first deploy of {service} …</p>
      {version === null ? (
        <p className="mt-1 max-w-prose text-quiet">
          Its answers state no version, so a deploy of it cannot be verified yet.{" "}
          <Link href="/docs/guides/report-your-version" className="link">
            How an app reports one
          </Link>
        </p>
      ) : (
        <>
          <p className="mt-1 mb-2 max-w-prose text-quiet">
            Or see a first verdict at once: announce <code className="break-all">{version}</code>, which is
            what answers now.
          </p>
          <Button isBusy={isBusy} onClick={onAnnounce}>
            Announce the version that answers now
          </Button>
        </>
      )}
      {refusal !== null && (
        <div className="mt-2">
          <Refusal refusal={refusal} />
        </div>
      )}
    </div>
  );
}
