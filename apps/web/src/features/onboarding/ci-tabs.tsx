"use client";

import { CodeBlock } from "@/components/ui/code-block.tsx";
import { SecretCode } from "@/components/ui/secret-code.tsx";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs.tsx";
import { type CiFacts, ciSnippets, isOnlyHere } from "./ci-snippets.ts";

/** The step for each CI with the real names in it, and the command that keeps the token there. */
export function CiTabs({ facts, token }: { facts: CiFacts; token: string | null }) {
  const snippets = ciSnippets(facts);
  return (
    <div className="min-w-0">
      <Tabs defaultValue="github">
        <TabsList>
          {snippets.map(({ id, name }) => (
            <TabsTab key={id} value={id}>
              {name}
            </TabsTab>
          ))}
        </TabsList>
        {snippets.map(({ id, name, keepToken, code }) => (
          <TabsPanel key={id} value={id} className="grid grid-cols-1 gap-2">
            {token !== null && (
              <SecretCode
                code={keepToken(token)}
                secret={token}
                label={`Command that keeps the token for ${name}`}
              />
            )}
            <CodeBlock code={code} label={`Snippet for ${name}`} />
          </TabsPanel>
        ))}
      </Tabs>
      {isOnlyHere(facts.baseUrl) && (
        <p className="mt-2 text-quiet text-sm">
          {facts.baseUrl} is reached only from this machine. For CI elsewhere, the operator sets{" "}
          <code>BASE_URL</code> to an address that it can reach.
        </p>
      )}
    </div>
  );
}
