import type { PolicyWire } from "@rollcall/domain/wire";
import Link from "next/link";
import { policyRows } from "./policy-rows.ts";

/** By what deploys are judged, and where it was not the default, who chose it. */
export function PolicyList({ policy }: { policy: PolicyWire }) {
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {policyRows(policy).map(({ name, text, from }) => (
          <div key={name} className="contents">
            <dt className="text-quiet">{name}</dt>
            <dd className="min-w-0">
              {text}
              {from !== "default" && <span className="text-quiet"> (said by the {from})</span>}
            </dd>
          </div>
        ))}
      </dl>
      <Link href="/docs/guides/policy" className="link mt-2 inline-block text-quiet text-sm">
        What this means
      </Link>
    </>
  );
}
