/** PagerDuty's Events API v2 as its documentation describes it: alerts by `dedup_key`, change events, limits, errors. */
import { type HttpPeer, type PeerAnswer, type PeerRequest, startHttpPeer } from "../http-peer.ts";

const bytesMax = 512 * 1024;

type Payload = { summary?: string; source?: string; severity?: string };
type Event = { routing_key?: string; event_action?: string; dedup_key?: string; payload?: Payload };

/** `alerts` are kept by their key as PagerDuty would show them; `changes` are the summaries of change events. */
export type PagerdutyPeer = HttpPeer & {
  routingKey: string;
  alerts: Map<string, { status: "triggered" | "acknowledged" | "resolved"; triggers: number }>;
  changes: string[];
};

/** Opens it with one service; any other key is invalid. */
export async function startPagerdutyPeer(): Promise<PagerdutyPeer> {
  const routingKey = "0123456789abcdef0123456789abcdef";
  const alerts: PagerdutyPeer["alerts"] = new Map();
  const changes: string[] = [];
  const peer = await startHttpPeer({
    answers: (request) => answer(request, { routingKey, alerts, changes }),
  });
  return { ...peer, routingKey, alerts, changes };
}

function answer(
  { path, text, json }: PeerRequest,
  { routingKey, alerts, changes }: Pick<PagerdutyPeer, "routingKey" | "alerts" | "changes">,
): PeerAnswer {
  if (Buffer.byteLength(text) > bytesMax) return { status: 413 };
  const event = (json ?? {}) as Event;
  if (event.routing_key !== routingKey) return invalid("Invalid routing key");
  if (path === "/v2/change/enqueue") {
    const wrong = whatIsWrong(event.payload, false);
    if (wrong !== null) return invalid(wrong);
    changes.push(event.payload?.summary ?? "");
    return taken("Change event processed");
  }
  if (path !== "/v2/enqueue") return { status: 404 };
  const wrong = takeAlert(event, alerts);
  return wrong === null ? taken("Event processed") : invalid(wrong);
}

function takeAlert(event: Event, alerts: PagerdutyPeer["alerts"]): string | null {
  const { event_action: action, dedup_key: key = "", payload } = event;
  if (key.length > 255) return "'dedup_key' is too long (maximum is 255 characters)";
  const known = alerts.get(key);
  if (action === "trigger") {
    const wrong = whatIsWrong(payload, true);
    if (wrong !== null) return wrong;
    const isOpen = known !== undefined && known.status !== "resolved";
    alerts.set(key, { status: "triggered", triggers: isOpen ? known.triggers + 1 : 1 });
    return null;
  }
  if (action !== "acknowledge" && action !== "resolve") return "'event_action' is invalid";
  if (key === "") return "'dedup_key' is missing or blank";
  // What belongs to no open alert is dropped without a word.
  if (known !== undefined && known.status !== "resolved")
    known.status = action === "resolve" ? "resolved" : "acknowledged";
  return null;
}

function whatIsWrong(payload: Payload | undefined, isAlert: boolean): string | null {
  const { summary = "", source = "", severity = "" } = payload ?? {};
  if (summary === "") return "'payload.summary' is missing or blank";
  if (summary.length > 1024) return "'payload.summary' is too long (maximum is 1024 characters)";
  if (source === "") return "'payload.source' is missing or blank";
  const isKnown = ["critical", "error", "warning", "info"].includes(severity);
  return isAlert && !isKnown ? "'payload.severity' is invalid (must be one of the following)" : null;
}

function taken(message: string): PeerAnswer {
  return { status: 202, body: JSON.stringify({ status: "success", message }) };
}

function invalid(error: string): PeerAnswer {
  const body = { status: "invalid event", message: "Event object is invalid", errors: [error] };
  return { status: 400, body: JSON.stringify(body) };
}
