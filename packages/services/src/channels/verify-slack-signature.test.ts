import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { verifySlackSignature } from "./verify-slack-signature.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const at = 1_531_420_618_000;
/** The example of Slack's documentation, with its own result. */
const body =
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
const request = { body, timestamp: "1531420618", signature };
const resign = (more: Partial<typeof request>) => {
  const changed = { ...request, ...more };
  const base = `v0:${changed.timestamp}:${changed.body}`;
  return { ...changed, signature: `v0=${createHmac("sha256", secret).update(base).digest("hex")}` };
};

it.each([
  { name: "the documentation's own example", request, expected: true },
  { name: "another body", request: { ...request, body: `${body}&x=1` }, expected: false },
  { name: "another time", request: { ...request, timestamp: "1531420619" }, expected: false },
  { name: "no signature", request: { ...request, signature: "" }, expected: false },
  {
    name: "a signature cut short",
    request: { ...request, signature: signature.slice(0, -1) },
    expected: false,
  },
  { name: "signed six minutes ago", request: resign({ timestamp: "1531420258" }), expected: false },
  { name: "signed six minutes ahead", request: resign({ timestamp: "1531420978" }), expected: false },
  { name: "signed four minutes ago", request: resign({ timestamp: "1531420378" }), expected: true },
  { name: "a time that is none", request: resign({ timestamp: "Infinity" }), expected: false },
])("$name: $expected", ({ request, expected }) => {
  expect(verifySlackSignature(request, secret, at)).toBe(expected);
});
