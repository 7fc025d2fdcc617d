import { AppError } from "@rollcall/domain/problem";
import type { Context } from "hono";
import { readBody } from "./read-body.ts";
import { findUnstorable } from "./unstorable-text.ts";

const bodyBytesMax = 64 * 1024;

/**
 * The JSON body of a request, not yet checked: the verb parses it after it has authorised. Throws `too_large`
 * beyond 64 KiB, `malformed` for anything that is not JSON in UTF-8, and `invalid_input` for text that no field can keep.
 * No body at all reads as `fallback`.
 */
export async function readJson(c: Context, fallback?: unknown): Promise<unknown> {
  const bytes = await readBody(c.req.raw, bodyBytesMax);
  if (bytes.length === 0 && fallback !== undefined) return fallback;
  const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/json" && !type.endsWith("+json"))
    throw new AppError("malformed", "Send the body as JSON, with `content-type: application/json`.");
  const body = parse(bytes);
  const error = findUnstorable(body);
  if (error !== null)
    throw new AppError("invalid_input", "The input has errors; nothing was written.", { errors: [error] });
  return body;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("malformed", "The body is not JSON.", {
      errors: [{ detail: "cannot be read as JSON", pointer: "#" }],
    });
  }
}
