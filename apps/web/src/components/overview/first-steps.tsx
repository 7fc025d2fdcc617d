import type { OverviewView } from "@rollcall/services/views";
import { CheckIcon } from "lucide-react";
import Link from "next/link";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";

type Steps = OverviewView["firstSteps"];

const steps: { key: keyof Steps; does: string; why: string; href: string }[] = [
  {
    key: "monitor",
    does: "Create a monitor",
    why: "From a URL to the version it serves, in a minute.",
    href: "/welcome",
  },
  {
    key: "token",
    does: "Create an API token for CI",
    why: "It may announce deploys and nothing else.",
    href: "/settings/tokens",
  },
  {
    key: "deploy",
    does: "Announce a deploy",
    why: "One CI step; it passes only when the version is really live.",
    href: "/welcome",
  },
  {
    key: "channel",
    does: "Add a channel",
    why: "Email or Slack, told within seconds when a rollout is stuck.",
    href: "/channels",
  },
];

/** True while a new workspace has something left to do. */
export function isNew(done: Steps): boolean {
  return steps.some(({ key }) => !done[key]);
}

/** The way from an empty workspace to a watched deploy. */
export function FirstSteps({ steps: done }: { steps: Steps }) {
  const count = steps.filter(({ key }) => done[key]).length;
  return (
    <Card title={`First steps, ${count} of ${steps.length} done`} bodyClassName="p-0">
      <ol className="grid md:grid-cols-4">
        {steps.map(({ key, does, why, href }, index) => (
          <li
            key={key}
            className="flex gap-2.5 border-line px-3 py-2.5 not-last:border-b md:not-last:border-r md:not-last:border-b-0"
          >
            <span
              className={cn(
                "figures mt-0.5 flex size-4.5 shrink-0 items-center justify-center rounded-full border text-xs",
                done[key] ? "border-expected text-expected" : "border-field text-quiet",
              )}
            >
              {done[key] ? <CheckIcon aria-hidden="true" className="size-3" /> : index + 1}
            </span>
            <div>
              {done[key] ? (
                <p className="text-quiet">
                  {does} <span className="sr-only">(done)</span>
                </p>
              ) : (
                <Link href={href} className="link font-medium">
                  {does}
                </Link>
              )}
              <p className="text-quiet text-sm">{why}</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
