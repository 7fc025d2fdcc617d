/** `callApi` for react-query, which tells a refusal from an answer by its being thrown. */
import { type ApiRequest, callApi, type Refusal } from "./api.ts";

/** What the server refused, in its words. */
export class RefusalError extends Error {
  override name = "RefusalError";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

/** Like `callApi`, but gives back the data alone and throws a `RefusalError` otherwise. */
export async function requestApi<T>(path: string, request: ApiRequest = {}): Promise<T> {
  const result = await callApi<T>(path, request);
  if (result.ok) return result.data;
  throw new RefusalError(result.refusal);
}

/** The refusal behind what a query or mutation failed with; `null` while nothing failed. */
export function refusalOf(error: Error | null): Refusal | null {
  if (error === null) return null;
  if (error instanceof RefusalError) return error.refusal;
  return { status: 0, title: "Something failed in this page", detail: error.message, fields: {} };
}
