import type { MonitorView } from "@rollcall/services/views";
import { Card } from "@/components/ui/card.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { Time } from "@/components/ui/time.tsx";
import {
  checksSentence,
  instanceSentence,
  originSentence,
  quorumSentence,
  scheduleSentence,
  versionSentence,
} from "../monitor-sentences.ts";

/** How it is configured, in sentences. */
export function MonitorFacts({ monitor }: { monitor: MonitorView }) {
  const { method, url, headers, id } = monitor;
  const sentences = [
    scheduleSentence(monitor),
    checksSentence(monitor),
    versionSentence(monitor),
    instanceSentence(monitor),
    originSentence(monitor),
    quorumSentence(monitor),
  ].filter((sentence) => sentence !== null);
  return (
    <Card title="What it does">
      <p className="flex items-start gap-1">
        <code className="min-w-0 break-all text-sm">
          {method} {url}
        </code>
        <CopyButton text={url} label="Copy the URL" className="-my-1" />
      </p>
      {headers.length > 0 && (
        <p className="mt-1 text-quiet text-sm">
          With {headers.map(({ name, secret }) => (secret ? `${name} (secret)` : name)).join(", ")}
        </p>
      )}
      <ul className="mt-3 grid gap-1">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="mt-3 flex flex-wrap items-center gap-x-3 text-quiet text-sm">
        <span>
          Changed <Time at={monitor.updatedAt} />
        </span>
        <span className="flex items-center gap-1">
          <code>{id}</code>
          <CopyButton text={id} label="Copy the id" />
        </span>
      </p>
    </Card>
  );
}
