/** Asks a fleet as its tests do, each time on a connection of its own. */
import http from "node:http";

export type Got = {
  status: number;
  version: string | undefined;
  pod: string | undefined;
  headers: http.IncomingHttpHeaders;
};

/** One request; without an agent on a connection of its own. */
export function get(url: string, options: http.RequestOptions = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false, ...options }, (response) => {
      response.resume();
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          version: response.headers["x-version"] as string | undefined,
          pod: response.headers["x-pod-name"] as string | undefined,
          headers: response.headers,
        }),
      );
    });
    request.on("error", reject);
  });
}

/** How often each version answered so many requests. */
export async function versionsOf(url: string, count: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < count; i += 1) {
    const { version = "none" } = await get(`${url}/version`);
    counts[version] = (counts[version] ?? 0) + 1;
  }
  return counts;
}
