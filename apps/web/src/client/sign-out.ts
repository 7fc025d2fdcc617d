import { callApi } from "./api.ts";

/** Ends the session and leaves with a full load, so that nothing stays in memory. */
export async function signOut(): Promise<void> {
  await callApi("/api/auth/sign-out", { method: "POST", body: {} });
  window.location.assign("/sign-in");
}
