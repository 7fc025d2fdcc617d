import { AppError } from "@rollcall/domain/problem";
import type { Context } from "hono";
import { readBody } from "./read-body.ts";

const bodyBytesMax = 64 * 1024;

/**
 * The JSON body of a request, not yet checked: the verb parses it after it has authorised. Throws `too_large`
 * beyond 64 KiB and `malformed` for anything that is not JSON in UTF-8. No body at all reads as `fallback`.
 */
export async function readJson(c: Context, fallback?: unknown): Promise<unknown> {
  const bytes = await readBody(c.req.raw, bodyBytesMax);
  if (bytes.length === 0 && fallback !== undefined) return fallback;
  const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/json" && !type.endsWith("+json"))
    throw new AppError("malformed", "Send the body as JSON, with `content-type: application/json`.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("malformed", "The body is not JSON.", {
      errors: [{ detail: "cannot be read as JSON", pointer: "#" }],
    });
  }
}
