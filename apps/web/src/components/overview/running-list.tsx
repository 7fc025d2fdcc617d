import type { DeployWire } from "@rollcall/domain/wire";
import Link from "next/link";
import { formatShare } from "@/format/share.ts";
import { shortVersion } from "@/format/version.ts";
import { nameBuckets } from "../rollout/buckets.ts";
import { ShareBar } from "../rollout/share-bar.tsx";
import { DeployStateLabel } from "../state/state-label.tsx";
import { Time } from "../ui/time.tsx";

/** Every open rollout as one line: who answers now, and for how long it has been on its way. */
export function RunningList({ deploys }: { deploys: DeployWire[] }) {
  return (
    <ul className="divide-y divide-line">
      {deploys.map((deploy) => {
        const { share } = deploy;
        const part = share.samples === 0 ? 0 : share.expected / share.samples;
        return (
          <li
            key={deploy.id}
            className="relative grid grid-cols-[1fr_6.5rem] items-center gap-x-4 gap-y-1 px-3 py-2 hover:bg-sunken/60 md:grid-cols-[minmax(0,24rem)_7.5rem_minmax(6rem,1fr)_3.5rem_5rem]"
          >
            <Link
              href={`/deploys/${deploy.id}`}
              className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 after:absolute after:inset-0 md:flex-nowrap"
            >
              <span className="max-w-full truncate font-medium" title={deploy.service}>
                {deploy.service}
              </span>
              <span className="min-w-16 truncate text-quiet">› {deploy.environment}</span>
              <span className="figures shrink-0 text-sm">{shortVersion(deploy.version)}</span>
            </Link>
            <span className="relative justify-self-end md:justify-self-start">
              <DeployStateLabel state={deploy.state} share={part} />
            </span>
            <ShareBar counts={share} names={nameBuckets(deploy.version, deploy.previousVersion)} />
            <span className="figures text-right font-medium">
              {formatShare(share.expected, share.samples)}
            </span>
            <span className="relative hidden text-right text-quiet text-sm md:block">
              <Time at={deploy.startedAt ?? deploy.createdAt} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
