"use client";

import type { TokenWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";

/** Makes a token that may announce deploys of this service in this environment and nothing else. */
export function makeDeployToken({ service, environment }: { service: string; environment: string }) {
  return requestApi<TokenWire & { secret: string }>("/api/v1/tokens", {
    method: "POST",
    body: {
      name: `CI, ${service} ${environment}`,
      scope: "deploy",
      services: [service],
      environments: [environment],
    },
  });
}

/** Shown when the token of this page is gone, as after a reload: a secret is never shown twice. */
export function TokenOffer({
  facts,
  onToken,
}: {
  facts: { service: string; environment: string };
  onToken: (token: string) => void;
}) {
  const make = useMutation({
    mutationFn: () => makeDeployToken(facts),
    onSuccess: ({ secret }) => onToken(secret),
  });
  const refusal = refusalOf(make.error);
  return (
    <div className="grid grid-cols-1 gap-2">
      <div>
        <Button isBusy={make.isPending} onClick={() => make.mutate()}>
          Create a deploy token
        </Button>
      </div>
      {refusal !== null && <Refusal refusal={refusal} />}
    </div>
  );
}
