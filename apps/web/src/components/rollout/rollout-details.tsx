import type { RolloutView } from "@rollcall/services/views";
import Link from "next/link";
import { PolicyList } from "../policy/policy-list.tsx";
import { DeployStateLabel } from "../state/state-label.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Time } from "../ui/time.tsx";

/** What was announced, the same per monitor, and the way to check all of it by hand. */
export function RolloutDetails({ view, onAnswers }: { view: RolloutView; onAnswers: () => void }) {
  const { deploy } = view;
  return (
    <div className="grid items-start gap-4 md:grid-cols-2 *:min-w-0">
      <Card
        title="Check it yourself"
        actions={
          <Button size="sm" onClick={onAnswers}>
            See the raw answers
          </Button>
        }
      >
        {view.curl === null ? (
          <p className="text-quiet">
            No monitor verifies this service.{" "}
            <Link className="link" href="/monitors/new">
              Create a monitor
            </Link>{" "}
            with a version reader.
          </p>
        ) : (
          <CodeBlock code={view.curl} label="Curl command" />
        )}
        {deploy.monitors.length > 0 && (
          <ul className="mt-3 grid gap-1 *:min-w-0">
            {deploy.monitors.map((monitor) => (
              <li key={monitor.monitorId} className="flex items-center gap-3">
                <Link href={`/monitors/${monitor.monitorId}`} className="link min-w-0 truncate">
                  {monitor.name}
                </Link>
                <span className="ml-auto shrink-0">
                  <DeployStateLabel
                    state={monitor.state}
                    share={monitor.share.samples === 0 ? 0 : monitor.share.expected / monitor.share.samples}
                    className="text-sm"
                  />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <div className="grid gap-4 *:min-w-0">
        <Card title="What was announced">
          <Announced view={view} />
        </Card>
        <Card title="How it is judged">
          <PolicyList policy={deploy.policy} />
        </Card>
      </div>
    </div>
  );
}

function Announced({ view: { deploy } }: { view: RolloutView }) {
  const rows: [string, React.ReactNode][] = [
    ["Deploy", <Copyable key="id" text={deploy.id} />],
    ["Version", <Copyable key="version" text={deploy.version} />],
    ["Previous", deploy.previousVersion ?? "not known"],
    [
      "Also answers as",
      deploy.identities.filter((identity) => identity !== deploy.version).join(", ") || "–",
    ],
    ["Strategy", deploy.strategy.replace("_", " ")],
    ["CI says", deploy.status],
    ["Announced", <Time key="at" at={deploy.createdAt} show="full" />],
  ];
  if (deploy.image !== null) rows.push(["Image", <Copyable key="image" text={deploy.image} />]);
  if (deploy.preflight !== null) rows.push(["Its registry", deploy.preflight.sentence]);
  if (deploy.repository !== null) rows.push(["Repository", deploy.repository]);
  for (const [name, value] of Object.entries(deploy.metadata)) rows.push([name, String(value)]);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-quiet">{name}</dt>
          <dd className="figures min-w-0 break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Copyable({ text }: { text: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {text}
      <CopyButton text={text} label={`Copy ${text}`} className="-my-1 size-6" />
    </span>
  );
}
