import type { PlainMail } from "@rollcall/notify";
import { createLogger } from "@rollcall/runtime";
import { describe, expect, it } from "vitest";
import { createSendReset } from "./send-reset.ts";

const link = "https://rollcall.example.com/reset-password?token=one-time";

function setUp(mail: ((mail: PlainMail) => Promise<void>) | null) {
  const lines: string[] = [];
  const log = createLogger({ name: "test" }, { write: (line: string) => void lines.push(line) });
  return { lines, sendReset: createSendReset({ mail, log }) };
}

describe("createSendReset", () => {
  it("gives the operator the link on one line when there is no mail server", async () => {
    const { lines, sendReset } = setUp(null);
    await sendReset({ email: "ana@example.com", name: "Ana" }, link);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ email: "ana@example.com", link });
  });

  it("never writes the link to the log when it is mailed", async () => {
    const mails: PlainMail[] = [];
    const { lines, sendReset } = setUp(async (mail) => void mails.push(mail));
    await sendReset({ email: "ana@example.com", name: "Ana" }, link);
    expect(lines).toEqual([]);
    expect(mails).toMatchObject([{ to: "ana@example.com", lines: expect.arrayContaining([link]) }]);
  });
});
