"use client";

import type { ChannelPreviewWire } from "@rollcall/domain/wire";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { requestApi } from "@/client/request.ts";
import { Time } from "@/components/ui/time.tsx";
import { countOf } from "@/format/count.ts";
import type { ChannelDraft } from "./channel-draft.ts";

/** What this filter would have told of lately, from what really was. */
export function ChannelPreview({ draft, isAuthor }: { draft: ChannelDraft; isAuthor: boolean }) {
  const { services, environments, kinds, actors, minSeverity } = draft;
  const body = { services, environments, kinds, actors, minSeverity, author: isAuthor };
  const { data } = useQuery({
    queryKey: ["channel-preview", body],
    queryFn: ({ signal }) =>
      requestApi<ChannelPreviewWire>("/api/v1/channels/preview", { method: "POST", body, signal }),
    placeholderData: keepPreviousData,
  });
  if (data === undefined) return null;
  return (
    <div className="grid gap-1 text-quiet text-sm">
      <p aria-live="polite">{previewSentence(data)}</p>
      <ul className="grid gap-0.5">
        {data.examples.map((example) => (
          <li key={`${example.incidentId} ${example.at}`} className="[overflow-wrap:anywhere]">
            <Time at={example.at} />{" "}
            <Link href={`/incidents/${example.incidentId}`} className="link">
              {example.service} › {example.environment}
            </Link>
            : {example.summary}
          </li>
        ))}
      </ul>
    </div>
  );
}

function previewSentence({ considered, told, sinceDays }: ChannelPreviewWire): string {
  if (considered === 0) return `There was nothing to tell in the last ${sinceDays} days.`;
  return `In the last ${sinceDays} days this would have told of ${told} of ${countOf(considered, "problem")}.`;
}
