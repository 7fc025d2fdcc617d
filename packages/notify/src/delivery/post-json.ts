import { type Guard, type OutboundResult, outboundRequest } from "@rollcall/outbound";

const timeoutMs = 15_000;
/** Slack sends a whole message back, every character of it as an escape. */
const answerBytesMax = 256 * 1024;

/**
 * Posts a body of JSON through the guarded dialer: the address is a user's. A redirect is an answer and not followed,
 * since it would carry the message elsewhere.
 */
export function postJson(
  guard: Guard,
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<OutboundResult> {
  return outboundRequest(
    {
      url,
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8", "User-Agent": "rollcall", ...headers },
      body,
      timeoutMs,
      followRedirects: 0,
      bodyBytesMax: answerBytesMax,
    },
    { guard },
  );
}
