/** Discord's webhooks as its documentation describes them: limits, answers and errors. */
import { type HttpPeer, type PeerAnswer, type PeerRequest, startHttpPeer } from "../http-peer.ts";

type Field = { name?: string; value?: string };
type Embed = { title?: string; description?: string; fields?: Field[]; footer?: { text?: string } };
type Body = { content?: string; username?: string; embeds?: Embed[] };

export type DiscordPeer = HttpPeer & { webhookUrl: string };

/** Opens it with one webhook; a request to any other is unknown. */
export async function startDiscordPeer(): Promise<DiscordPeer> {
  const path = "/api/webhooks/1234567890/a-token_of-Discord";
  const peer = await startHttpPeer({ answers: (request) => answer(request, path) });
  return { ...peer, webhookUrl: `${peer.url}${path}` };
}

function answer(request: PeerRequest, path: string): PeerAnswer {
  const url = new URL(request.path, "http://discord");
  if (url.pathname !== path) return json(404, { message: "Unknown Webhook", code: 10015 });
  const wrong = whatIsWrong(request.json as Body);
  if (wrong !== null) return json(400, { message: "Invalid Form Body", code: 50035, errors: wrong });
  return url.searchParams.get("wait") === "true" ? json(200, { id: "1" }) : { status: 204 };
}

/** Too long, too many, or empty where that is not allowed. */
function whatIsWrong({ content = "", username = "", embeds = [] }: Body): string | null {
  const isOut = (text: string | undefined, max: number) => text !== undefined && text.length > max;
  const isBad = (text: string | undefined, max: number) => isOut(text, max) || !text?.trim();
  if (isOut(content, 2000)) return "content";
  if (username.length > 80 || /discord|clyde/i.test(username)) return "username";
  if (embeds.length > 10 || (content === "" && embeds.length === 0)) return "embeds";
  for (const { title, description, fields = [], footer } of embeds) {
    if (isOut(title, 256) || isOut(description, 4096) || isOut(footer?.text, 2048)) return "embed";
    if (fields.length > 25) return "fields";
    if (fields.some(({ name, value }) => isBad(name, 256) || isBad(value, 1024))) return "field";
  }
  const texts = embeds.flatMap(({ title, description, fields = [], footer }) => [
    title,
    description,
    footer?.text,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]);
  return texts.reduce((sum, text) => sum + (text ?? "").length, 0) > 6000 ? "embeds" : null;
}

function json(status: number, body: object): PeerAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
