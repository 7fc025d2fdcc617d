"use client";

import type { DeployWire } from "@rollcall/domain/wire";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { requestApi } from "@/client/request.ts";
import { DeployStateLabel } from "@/components/state/state-label.tsx";

const pollMs = 1000;

/** The first deploy and how it is doing, until there is a verdict that stays. */
export function FirstDeploy({ first }: { first: DeployWire }) {
  const { data: deploy } = useQuery({
    queryKey: ["deploy", first.id],
    queryFn: ({ signal }) => requestApi<DeployWire>(`/api/v1/deploys/${first.id}`, { signal }),
    initialData: first,
    refetchInterval: ({ state }) =>
      state.data?.liveAt != null || state.data?.endedAt != null ? false : pollMs,
  });
  const { expected, samples } = deploy.share;
  return (
    <div role="status" className="rounded-md border border-line bg-surface p-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <DeployStateLabel state={deploy.state} share={samples === 0 ? 0 : expected / samples} />
        <code className="break-all">{deploy.version}</code>
        <Link href={`/deploys/${deploy.id}`} className="link">
          Open the rollout
        </Link>
      </p>
      <p className="mt-1 text-quiet">{deploy.sentence}</p>
    </div>
  );
}
