import { createTokenInput, tokenWire } from "@rollcall/domain/wire";
import { createToken, listTokens, revokeToken } from "@rollcall/services/tokens";
import { z } from "zod";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const token = tokenWire.meta({ id: "Token" });
const createdToken = tokenWire.extend({ secret: z.string() }).meta({ id: "CreatedToken" });

/** `/tokens`: keys of this API. A token ends by revoking it; it is never changed. */
export function addTokenRoutes(router: Router): void {
  const tag = "Tokens";
  router.route(
    {
      method: "get",
      path: "/tokens",
      tag,
      summary: "List tokens",
      answers: { 200: { description: "Newest first", schema: z.object({ items: z.array(token) }) } },
    },
    async (c, ctx) => c.json({ items: await listTokens(ctx) }),
  );
  router.route(
    {
      method: "post",
      path: "/tokens",
      tag,
      summary: "Make a token",
      description: "`secret` is in this answer and nowhere else.",
      body: createTokenInput,
      answers: { 201: { description: "The token with its secret", schema: createdToken } },
    },
    async (c, ctx) => c.json(await createToken(ctx, await readJson(c)), 201),
  );
  router.route(
    {
      method: "delete",
      path: "/tokens/{id}",
      tag,
      summary: "Revoke a token",
      answers: { 200: { description: "The token, revoked", schema: token } },
    },
    async (c, ctx, { id }) => c.json(await revokeToken(ctx, id)),
  );
}
