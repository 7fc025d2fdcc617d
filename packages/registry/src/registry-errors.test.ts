import { describe, expect, it } from "vitest";
import { readRateLimit } from "./rate-limit.ts";
import { describeRefusal } from "./registry-errors.ts";

const robot = { username: "robot", password: "secret" };
const aws = { username: "AWS", password: "secret" };

describe("describeRefusal", () => {
  it.each([
    {
      name: "a stranger who must show credentials",
      credentials: null,
      status: 401,
      body: { errors: [{ code: "UNAUTHORIZED", message: "authentication required" }] },
      expected: {
        kind: "unauthorized",
        hasCredentials: false,
        detail: "answered 401 UNAUTHORIZED: authentication required",
      },
    },
    {
      name: "credentials without the right",
      credentials: robot,
      status: 403,
      body: { errors: [{ code: "DENIED", message: "denied." }] },
      expected: { kind: "unauthorized", hasCredentials: true, detail: "answered 403 DENIED: denied" },
    },
    {
      name: "a registry that says that they have expired",
      credentials: robot,
      status: 403,
      body: { errors: [{ code: "DENIED", message: "Your authorization token has expired." }] },
      expected: { kind: "expired_credentials" },
    },
    {
      name: "a user whose passwords last for hours",
      credentials: aws,
      status: 401,
      body: "Not Authorized\n",
      expected: { kind: "expired_credentials", detail: "answered 401" },
    },
    {
      name: "the same user without the right",
      credentials: aws,
      status: 403,
      body: { errors: [{ code: "DENIED", message: "not allowed to perform: ecr:BatchGetImage" }] },
      expected: { kind: "unauthorized", hasCredentials: true },
    },
    {
      name: "an expired token answered with 400",
      credentials: robot,
      status: 400,
      body: { message: "token expired" },
      expected: { kind: "expired_credentials", detail: "answered 400 token expired" },
    },
    {
      name: "any other 400",
      credentials: robot,
      status: 400,
      body: { message: "bad request" },
      expected: { kind: "network_failed", detail: "answered 400 bad request" },
    },
    {
      name: "a registry that is down",
      credentials: null,
      status: 503,
      body: "<html>",
      expected: { kind: "network_failed", detail: "answered 503" },
    },
  ])("understands $name", ({ credentials, status, body, expected }) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const reply = { status, headers: [] as [string, string][], body: Buffer.from(text), origin: "" };
    expect(describeRefusal(reply, credentials, "registry")).toMatchObject(expected);
  });

  it("finds the words of an answer without a body in its challenge", () => {
    const headers: [string, string][] = [["www-authenticate", 'Bearer realm="x",error="insufficient_scope"']];
    expect(describeRefusal({ status: 401, headers, body: null, origin: "" }, robot, "token service")).toEqual(
      {
        kind: "unauthorized",
        hasCredentials: true,
        detail: "its token service answered 401 insufficient_scope",
      },
    );
  });

  it("puts no line, no control character and no essay into the detail", () => {
    const body = Buffer.from(JSON.stringify({ message: `a\u0000\nb\u202e${"c".repeat(5000)}` }));
    const { detail = "" } = describeRefusal(
      { status: 403, headers: [], body, origin: "" },
      null,
      "registry",
    ) as {
      detail?: string;
    };
    expect(detail).toMatch(/^answered 403 abc+$/);
    expect(detail.length).toBeLessThan(220);
  });
});

describe("readRateLimit", () => {
  const now = 1_800_000_000_000;
  it.each([
    [
      { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "0;w=21600" },
      { limit: 100, remaining: 0, resetAt: null },
    ],
    [{ "Retry-After": "90" }, { limit: null, remaining: null, resetAt: now + 90_000 }],
    [
      { "retry-after": "Fri, 15 Jan 2027 08:01:00 GMT" },
      { limit: null, remaining: null, resetAt: Date.UTC(2027, 0, 15, 8, 1) },
    ],
    [
      { "x-ratelimit-limit": "500", "x-ratelimit-remaining": "3", "x-ratelimit-reset": "1800000060" },
      { limit: 500, remaining: 3, resetAt: now + 60_000 },
    ],
    [{ "ratelimit-reset": "30" }, { limit: null, remaining: null, resetAt: now + 30_000 }],
    [
      { "retry-after": "soon", "ratelimit-limit": "many" },
      { limit: null, remaining: null, resetAt: null },
    ],
  ])("reads %j", (headers, expected) => {
    expect(readRateLimit(Object.entries(headers), now)).toEqual(expected);
  });
});
