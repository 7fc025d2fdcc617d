"use client";

import Link from "next/link";
import { CodeBlock } from "@/components/ui/code-block.tsx";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs.tsx";
import type { Snippet } from "@/features/docs/read-snippets.ts";

/** The answer states no version: what to paste into the app so that it does. */
export function NoVersion({ snippets }: { snippets: Snippet[] }) {
  return (
    <div className="min-w-0">
      <p className="font-medium">Nothing in the answer looks like a version</p>
      <p className="mt-0.5 mb-2 max-w-prose text-quiet">
        Without one, Rollcall can tell whether it answers, but not which version does. A few lines in the app
        mend that; then probe again.{" "}
        <Link href="/docs/guides/report-your-version" className="link">
          More about it
        </Link>
      </p>
      <Tabs defaultValue={snippets[0]?.name}>
        <TabsList>
          {snippets.map(({ name }) => (
            <TabsTab key={name} value={name}>
              {name}
            </TabsTab>
          ))}
        </TabsList>
        {snippets.map(({ name, code }) => (
          <TabsPanel key={name} value={name}>
            <CodeBlock code={code} label={`Snippet for ${name}`} />
          </TabsPanel>
        ))}
      </Tabs>
    </div>
  );
}
