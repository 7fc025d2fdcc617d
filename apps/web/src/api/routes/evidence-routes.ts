import { evidenceCharsMax } from "@rollcall/domain/cluster-causes";
import { evidenceWire, sentEvidenceWire } from "@rollcall/domain/wire";
import { listEvidence, sendEvidence } from "@rollcall/services/evidence";
import { z } from "zod";
import type { ApiDeps } from "../api-context.ts";
import { callerKey } from "../authenticate.ts";
import { readBody } from "../read-body.ts";
import type { Router } from "../router.ts";

const tag = "Deploys";

/** `/deploys/{id}/evidence`: the cluster's own words about a deploy. */
export function addEvidenceRoutes(router: Router, { limits }: ApiDeps): void {
  router.route(
    {
      method: "post",
      path: "/deploys/{id}/evidence",
      tag,
      summary: "Send what the cluster says",
      description:
        "What `kubectl describe`, `get events`, `get pods` or `rollout status` prints, as text, JSON or YAML, in any " +
        "mixture; 1 MiB at most. Secrets are taken out before anything is kept. The newest text counts.",
      body: z.string().meta({ description: "As kubectl printed it" }),
      bodyTypes: ["text/plain", "application/json"],
      answers: { 201: { description: "The causes it names", schema: evidenceWire } },
    },
    async (c, ctx, { id }) => {
      await limits.evidence.count(callerKey(ctx.actor));
      // Whatever the type says: kubectl's text is read as leniently as it is pasted.
      const text = new TextDecoder().decode(await readBody(c.req.raw, evidenceCharsMax));
      return c.json(await sendEvidence(ctx, id, text.replaceAll("\0", "")), 201);
    },
  );
  router.route(
    {
      method: "get",
      path: "/deploys/{id}/evidence",
      tag,
      summary: "What was sent about a deploy",
      answers: {
        200: {
          description: "The newest few, newest first, without secrets",
          schema: z.object({ items: z.array(sentEvidenceWire) }),
        },
      },
    },
    async (c, ctx, { id }) => c.json(await listEvidence(ctx, id)),
  );
}
