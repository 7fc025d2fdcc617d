/** A Teams workflow ("when a Teams webhook request is received") as its documentation describes it. */
import { type HttpPeer, type PeerAnswer, type PeerRequest, startHttpPeer } from "../http-peer.ts";

const bytesMax = 28 * 1024;

export type TeamsPeer = HttpPeer & { webhookUrl: string };

/** Opens it with one workflow; a request to any other is unknown, one without its signature not allowed. */
export async function startTeamsPeer(): Promise<TeamsPeer> {
  const path = "/workflows/0a1b2c/triggers/manual/paths/invoke";
  const peer = await startHttpPeer({ answers: (request) => answer(request, path) });
  return { ...peer, webhookUrl: `${peer.url}${path}?api-version=2016-06-01&sig=a-signature` };
}

function answer({ path, text, headers, json }: PeerRequest, ours: string): PeerAnswer {
  const url = new URL(path, "http://teams");
  if (url.pathname !== ours) return problem(404, "WorkflowNotFound");
  if (url.searchParams.get("sig") !== "a-signature") return problem(401, "DirectApiAuthorizationRequired");
  // Without a charset the body is widened to UTF-16 first, and half of it is already too much.
  const isUtf8 = /charset=utf-8/i.test(headers["content-type"] ?? "");
  if (Buffer.byteLength(text) * (isUtf8 ? 1 : 2) > bytesMax) return problem(413, "RequestEntityTooLarge");
  return isCard(json) ? { status: 202 } : problem(400, "TriggerInputSchemaMismatch");
}

function isCard(body: unknown): boolean {
  const { type, attachments } = (body ?? {}) as { type?: unknown; attachments?: unknown };
  if (type !== "message" || !Array.isArray(attachments)) return false;
  return attachments.every(
    ({ contentType, content }) =>
      contentType === "application/vnd.microsoft.card.adaptive" &&
      content?.type === "AdaptiveCard" &&
      Array.isArray(content.body) &&
      content.body.length > 0 &&
      content.actions.length <= 6,
  );
}

function problem(status: number, code: string): PeerAnswer {
  return { status, body: JSON.stringify({ error: { code, message: `${code}.` } }) };
}
