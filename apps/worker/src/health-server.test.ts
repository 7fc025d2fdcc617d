import { describe, expect, it } from "vitest";
import { workerHealth } from "./health-server.ts";

const role = (name: string, doneAt: number) => ({ name, lastDoneAt: () => doneAt });

describe("workerHealth", () => {
  it("is ok while every role's loop comes round", () => {
    expect(workerHealth([role("judge", 70_000), role("notifier", 99_000)], 100_000).status).toBe("ok");
  });
  it("is stale as soon as one loop has not come round, and names it", () => {
    const health = workerHealth([role("judge", 69_999), role("notifier", 99_000)], 100_000);
    expect(health.status).toBe("stale");
    expect(health.roles.filter((judged) => !judged.ok).map((judged) => judged.name)).toEqual(["judge"]);
  });
});
