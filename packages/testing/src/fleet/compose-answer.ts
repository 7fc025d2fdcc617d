import { brotliCompressSync, gzipSync } from "node:zlib";
import type { PodBehaviour } from "./pod-behaviour.ts";
import type { Random } from "./seeded-random.ts";

/** A whole HTTP answer, ready to be written or cached. Header names are in lower case. */
export type Answer = { status: number; headers: Record<string, string>; body: Buffer };

/** What a pod does with one request, and after how long. */
export type PodReply =
  | { kind: "answer"; afterMs: number; answer: Answer }
  | { kind: "stall"; afterMs: number; answer: Answer }
  | { kind: "hang" }
  | { kind: "reset"; afterMs: number };

/** Decides one request: draws errors, hangs and resets, and composes the answer. Pure but for `random`. */
export function decideReply(podName: string, pod: PodBehaviour, path: string, random: Random): PodReply {
  const afterMs = pod.latencyMs + (pod.latencyJitterMs === 0 ? 0 : random() * pod.latencyJitterMs);
  const isDrawn = (rate: number) => rate > 0 && random() < rate;
  if (path !== "/health") {
    if (isDrawn(pod.resetRate)) return { kind: "reset", afterMs };
    if (isDrawn(pod.hangRate)) {
      if (pod.hangPhase === "first_byte") return { kind: "hang" };
      return { kind: "stall", afterMs, answer: composeAnswer(podName, pod, path, false) };
    }
  }
  return {
    kind: "answer",
    afterMs,
    answer: composeAnswer(podName, pod, path, path !== "/health" && isDrawn(pod.errorRate)),
  };
}

/**
 * The answer of a pod to a path: `/` HTML with a `version` meta element that asks for the pod's assets, `/version` JSON, `/text` plain text,
 * `/health`. A failing answer keeps its headers, version included, and has an error for a body, as real ones do.
 */
export function composeAnswer(podName: string, pod: PodBehaviour, path: string, isFailing: boolean): Answer {
  const page = isFailing
    ? errorPage(pod.errorStatus)
    : (assetPage(pod, podName, path) ?? pages[path]?.(pod, podName) ?? notFound);
  const body = encode(pad(page, pod.bodyBytes), pod.contentEncoding);
  const headers: Record<string, string> = {
    "content-type": page.type,
    "cache-control": "no-cache",
    "x-pod-name": podName,
    ...(pod.version !== null && { "x-version": pod.version }),
    ...(pod.commit !== null && { "x-commit": pod.commit }),
    ...(pod.contentEncoding !== null && { "content-encoding": pod.contentEncoding }),
    ...pod.headers,
    "content-length": String(body.length),
  };
  return {
    status: page.status,
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== "")),
    body,
  };
}

type Page = { status: number; type: string; text: string };

const notFound: Page = { status: 404, type: "text/plain; charset=utf-8", text: "not found\n" };

const errorPage = (status: number): Page => ({
  status,
  type: "application/json",
  text: `${JSON.stringify({ error: "the application failed" })}\n`,
});

const pages: Record<string, (pod: PodBehaviour, name: string) => Page> = {
  "/": (pod, name) => ({
    status: pod.status,
    type: "text/html; charset=utf-8",
    text: [
      "<!doctype html>",
      '<html lang="en"><head><meta charset="utf-8">',
      ...(pod.version === null ? [] : [`<meta name="version" content="${escapeHtml(pod.version)}">`]),
      ...(pod.commit === null ? [] : [`<meta name="commit" content="${escapeHtml(pod.commit)}">`]),
      ...Object.keys(pod.assets).map(assetElement),
      `<title>Shop</title></head><body><h1>Shop</h1><p>served by ${escapeHtml(name)}</p></body></html>\n`,
    ].join("\n"),
  }),
  "/version": (pod) => ({
    status: pod.status,
    type: "application/json",
    text: `${JSON.stringify({ version: pod.version ?? undefined, commit: pod.commit ?? undefined })}\n`,
  }),
  "/text": (pod) => ({
    status: pod.status,
    type: "text/plain; charset=utf-8",
    text: `${pod.version ?? ""}\n`,
  }),
  "/health": (pod) => ({
    status: pod.healthStatus,
    type: "application/json",
    text: `${JSON.stringify({ status: pod.healthStatus < 400 ? "ok" : "failing" })}\n`,
  }),
};

/** What the pod answers to the path of one of its assets; `undefined` for any other path. */
function assetPage(pod: PodBehaviour, name: string, path: string): Page | undefined {
  const asset = pod.assets[path];
  if (asset === "missing") return notFound;
  if (asset === "page") return pages["/"]?.(pod, name);
  const type = path.endsWith(".css") ? "text/css" : "text/javascript";
  return asset && { status: 200, type, text: `/* ${path} */\n` };
}

function assetElement(path: string): string {
  const address = escapeHtml(path);
  return path.endsWith(".css")
    ? `<link rel="stylesheet" href="${address}">`
    : `<script type="module" src="${address}"></script>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** White space changes neither JSON nor HTML nor trimmed text. */
function pad(page: Page, bytes: number): Buffer {
  const text = Buffer.from(page.text);
  return text.length >= bytes ? text : Buffer.concat([text, Buffer.alloc(bytes - text.length, "\n")]);
}

function encode(body: Buffer, encoding: PodBehaviour["contentEncoding"]): Buffer {
  if (encoding === "gzip") return gzipSync(body);
  return encoding === "br" ? brotliCompressSync(body) : body;
}
