import { type Assertion, assertion, defaultAssertions } from "@rollcall/domain/monitor-spec";
import { describe, expect, it } from "vitest";
import { makeAnswer } from "../test/make-answer.ts";
import { failedAssertions } from "./failed-assertions.ts";

const body = JSON.stringify({ status: "ok", queue: 12, db: { up: true }, none: null, list: [1] });
const answer = makeAnswer(body, {
  status: 503,
  headers: { "Content-Type": "application/json", "X-Pod": "a-1" },
  totalMs: 1240.4,
  tlsDaysLeft: 5,
});

describe("failedAssertions", () => {
  const cases: { assertion: Assertion; expected: string | null }[] = [
    {
      assertion: { on: "status", op: "between", value: "200-399" },
      expected: "status was 503, expected 200-399",
    },
    { assertion: { on: "status", op: "between", value: "500-503" }, expected: null },
    { assertion: { on: "status", op: "eq", value: 200 }, expected: "status was 503, expected 200" },
    {
      assertion: { on: "status", op: "neq", value: 503 },
      expected: "status was 503, expected anything but 503",
    },
    { assertion: { on: "status", op: "lt", value: 503 }, expected: "status was 503, expected below 503" },
    { assertion: { on: "status", op: "lte", value: 503 }, expected: null },
    { assertion: { on: "status", op: "gte", value: 504 }, expected: "status was 503, expected at least 504" },
    { assertion: { on: "header", name: "x-pod", op: "eq", value: "a-1" }, expected: null },
    {
      assertion: { on: "header", name: "X-Pod", op: "contains", value: "b" },
      expected: 'header X-Pod was "a-1", expected to contain "b"',
    },
    {
      assertion: { on: "header", name: "x-none", op: "exists" },
      expected: "header x-none was missing, expected it to be there",
    },
    {
      assertion: { on: "header", name: "x-pod", op: "not_exists" },
      expected: 'header x-pod was "a-1", expected it to be absent',
    },
    { assertion: { on: "header", name: "x-none", op: "neq", value: "a" }, expected: null },
    {
      assertion: { on: "header", name: "x-pod", op: "matches", value: "^b" },
      expected: 'header x-pod was "a-1", expected to match "^b"',
    },
    { assertion: { on: "body", op: "contains", value: '"status":"ok"' }, expected: null },
    {
      assertion: { on: "body", op: "not_contains", value: "ok" },
      expected: `body was "${body.slice(0, 80)}", expected not to contain "ok"`,
    },
    { assertion: { on: "body", op: "matches", value: 'queue":\\d+' }, expected: null },
    { assertion: { on: "body", op: "exists" }, expected: null },
    { assertion: { on: "json", path: "status", op: "eq", value: "ok" }, expected: null },
    {
      assertion: { on: "json", path: "queue", op: "lt", value: 10 },
      expected: "queue was 12, expected below 10",
    },
    { assertion: { on: "json", path: "queue", op: "eq", value: "12" }, expected: null },
    {
      assertion: { on: "json", path: "status", op: "gt", value: 1 },
      expected: 'status was "ok", expected above 1',
    },
    { assertion: { on: "json", path: "db.up", op: "eq", value: true }, expected: null },
    { assertion: { on: "json", path: "none", op: "eq", value: null }, expected: null },
    { assertion: { on: "json", path: "none", op: "exists" }, expected: null },
    {
      assertion: { on: "json", path: "nothing", op: "eq", value: null },
      expected: "nothing was missing, expected null",
    },
    {
      assertion: { on: "json", path: "list", op: "eq", value: "1" },
      expected: 'list was a list, expected "1"',
    },
    {
      assertion: { on: "json", path: "db", op: "contains", value: "up" },
      expected: 'db was an object, expected to contain "up"',
    },
    {
      assertion: { on: "latency", op: "lt", value: 800 },
      expected: "the probe took 1,240 ms, expected below 800 ms",
    },
    { assertion: { on: "latency", op: "lte", value: 1241 }, expected: null },
    {
      assertion: { on: "tls_days", op: "gte", value: 14 },
      expected: "the certificate ends in 5 days, expected at least 14",
    },
    { assertion: { on: "tls_days", op: "gt", value: 4 }, expected: null },
  ];
  it.each(cases)(
    "$assertion.on $assertion.op $assertion.value: $expected",
    ({ assertion: claim, expected }) => {
      expect(assertion.parse(claim)).toEqual(claim);
      expect(failedAssertions([claim], answer)).toEqual(expected === null ? [] : [expected]);
    },
  );

  it("by default, any 2xx or 3xx will do", () => {
    for (const status of [200, 204, 302, 399])
      expect(failedAssertions(defaultAssertions, makeAnswer("", { status }))).toEqual([]);
    for (const status of [199, 400, 500, 999])
      expect(failedAssertions(defaultAssertions, makeAnswer("", { status }))).toHaveLength(1);
  });

  it("keeps the monitor's order", () => {
    const claims: Assertion[] = [
      { on: "latency", op: "lt", value: 1 },
      { on: "status", op: "eq", value: 503 },
      { on: "status", op: "eq", value: 200 },
    ];
    expect(failedAssertions(claims, answer).map((text) => text.split(" ")[0])).toEqual(["the", "status"]);
  });

  it("what could not be read meets no claim, not even a negative one", () => {
    const claims: Assertion[] = [
      { on: "body", op: "not_contains", value: "x" },
      { on: "json", path: "a", op: "not_exists" },
    ];
    expect(failedAssertions(claims, makeAnswer("", { body: "encoded" }))).toEqual([
      'body was encoded and left unread, so "body" could not be checked',
      'body was encoded and left unread, so "json" could not be checked',
    ]);
    expect(failedAssertions(claims, makeAnswer("<html>"))).toEqual([
      'body was not JSON, so "json" could not be checked',
    ]);
  });

  it("without TLS there is no certificate to count on", () => {
    const claim: Assertion = { on: "tls_days", op: "lt", value: 1000 };
    expect(failedAssertions([claim], makeAnswer(""))).toEqual(["the answer came without a certificate"]);
  });

  it("time in which we did not listen ourselves makes no answer slow", () => {
    const claim: Assertion = { on: "latency", op: "lt", value: 800 };
    expect(failedAssertions([claim], makeAnswer("", { totalMs: 1200, observerDelayMs: 500 }))).toEqual([]);
    expect(failedAssertions([claim], makeAnswer("", { totalMs: 1200, observerDelayMs: 300 }))).toHaveLength(
      1,
    );
  });

  it("an empty body is no body, but equals the empty text", () => {
    const empty = makeAnswer("", { body: "none" });
    expect(failedAssertions([{ on: "body", op: "exists" }], empty)).toHaveLength(1);
    expect(failedAssertions([{ on: "body", op: "eq", value: "" }], empty)).toEqual([]);
  });

  it("text of the target cannot break the line it is told in", () => {
    const hostile = makeAnswer("", { headers: { "x-a": "a\u202e\u0007b" } });
    const [text] = failedAssertions([{ on: "header", name: "x-a", op: "eq", value: "c" }], hostile);
    expect(text).toBe('header x-a was "ab", expected "c"');
  });
});
