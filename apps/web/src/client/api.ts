/** Calls to our own API with the session cookie. A refusal is a value with the words the server chose. */
import type { ProblemWire } from "@rollcall/domain/problem";

export type Refusal = {
  status: number;
  title: string;
  detail: string;
  /** Field errors by JSON Pointer into the sent body, without the leading `#/`: `url`, `headers/0/name`. */
  fields: Record<string, string>;
};
export type ApiResult<T> = { ok: true; data: T } | { ok: false; refusal: Refusal };

export type ApiRequest = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of a body. */
  text?: string;
  signal?: AbortSignal;
};

/** Sends JSON, or plain text, to `path` (such as `/api/v1/monitors`) and reads JSON back; `data` is undefined after a 204. */
export async function callApi<T>(path: string, request: ApiRequest = {}): Promise<ApiResult<T>> {
  const { method = "GET", body, text: plain, signal } = request;
  try {
    const response = await fetch(path, {
      method,
      signal: signal ?? null,
      headers: {
        accept: "application/json",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(plain !== undefined && { "content-type": "text/plain" }),
      },
      body: plain ?? (body === undefined ? null : JSON.stringify(body)),
    });
    const text = await response.text();
    const json: unknown = text === "" ? undefined : JSON.parse(text);
    return response.ok
      ? { ok: true, data: json as T }
      : { ok: false, refusal: toRefusal(response.status, json) };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ok: false, refusal: unreachable };
  }
}

const unreachable: Refusal = {
  status: 0,
  title: "Rollcall did not answer",
  detail: "Nothing was changed as far as we know. Check your connection and try again.",
  fields: {},
};

function toRefusal(status: number, json: unknown): Refusal {
  const problem = (typeof json === "object" && json !== null ? json : {}) as Partial<ProblemWire>;
  return {
    status,
    title: problem.title ?? "Rollcall refused this",
    detail: problem.detail ?? `The answer was ${status} without an explanation.`,
    fields: Object.fromEntries(
      (problem.errors ?? []).map((error) => [error.pointer.replace(/^#?\//, ""), error.detail]),
    ),
  };
}
