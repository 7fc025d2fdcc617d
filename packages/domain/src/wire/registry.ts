/** Container registries as the public API shows them. Passwords are write-only. */
import { z } from "zod";
import { normaliseRegistryHost } from "../preflight/image-reference.ts";
import { wireTime } from "./time.ts";

/** Visible characters: what goes into a header must not end it. */
const username = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .regex(/^[^:\p{Cc}]+$/u, "no colon and no control character");
const password = z
  .string()
  .min(1)
  .max(12_288)
  .regex(/^[^\p{Cc}]+$/u, "no line break or other control character");

/** Body of `POST /api/v1/registries`. A password that is left out stays as it was, for the same user. */
export const setRegistryInput = z
  .strictObject({
    host: z
      .string()
      .max(262)
      .transform((text, ctx) => {
        const host = normaliseRegistryHost(text);
        if (host === null)
          ctx.addIssue("a host, with its port if it has one: ghcr.io, registry.internal:5000");
        return host ?? "";
      }),
    username: username.nullable().default(null),
    password: password.nullable().default(null),
    /** The registry is reached without TLS. */
    plainHttp: z.boolean().default(false),
  })
  .refine((registry) => registry.username !== null || registry.password === null, {
    error: "name the user whose password it is",
    path: ["username"],
  });
export type SetRegistryInput = z.infer<typeof setRegistryInput>;

export const registryWire = z.object({
  id: z.string(),
  host: z.string(),
  username: z.string().nullable(),
  plainHttp: z.boolean(),
  createdAt: wireTime,
  updatedAt: wireTime,
});
export type RegistryWire = z.infer<typeof registryWire>;
