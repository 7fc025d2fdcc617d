import { describe, expect, it } from "vitest";
import { createLogger } from "./logger.ts";

function logged(event: object): string {
  let text = "";
  createLogger({ name: "test" }, { write: (line) => (text += line) }).info(event, "event");
  return text;
}

describe("a log line", () => {
  it.each([
    { name: "at the top", event: { password: "hunter2" } },
    {
      name: "in a request's headers",
      event: { req: { headers: { authorization: "Bearer hunter2", cookie: "hunter2" } } },
    },
    { name: "in an environment", event: { env: { databaseUrl: "hunter2", smtpUrl: "hunter2" } } },
    {
      name: "in a channel's config",
      event: {
        channel: {
          config: {
            webhookUrl: "hunter2",
            botToken: "hunter2",
            signingSecret: "hunter2",
            routingKey: "hunter2",
          },
        },
      },
    },
    { name: "in a batch", event: { items: [{ sealedSpec: "hunter2" }] } },
  ])("does not show a secret $name", ({ event }) => {
    expect(logged(event)).not.toContain("hunter2");
  });

  it("is one JSON object with a name, a level in words and a time", () => {
    const line = JSON.parse(logged({ deployId: "dep_1" }));
    expect(line).toMatchObject({ name: "test", level: "info", msg: "event", deployId: "dep_1" });
    expect(new Date(line.time).getTime()).not.toBeNaN();
  });
});
