import type { Assertion } from "@rollcall/domain/monitor-spec";
import { createMonitorInput, type MonitorWire, patchMonitorInput } from "@rollcall/domain/wire";
import { describe, expect, test } from "vitest";
import { assertionOfDraft, draftOfAssertion, newAssertion } from "./assertion-draft.ts";
import { errorUnder } from "./field-errors.ts";
import { draftOfMonitor, emptyDraft, inputOfDraft, isChanged, unreadableNumbers } from "./monitor-draft.ts";

const monitor: MonitorWire = {
  id: "mon_1",
  service: "checkout-api",
  environment: "production",
  name: "version",
  url: "https://shop.example.com/version",
  method: "GET",
  headers: [
    { name: "authorization", value: null, secret: true },
    { name: "x-from", value: "rollcall", secret: false },
  ],
  body: null,
  intervalSeconds: 30,
  timeoutMs: 2500,
  followRedirects: 2,
  origin: "10.0.0.7:8443",
  regions: ["eu-west"],
  version: { from: "json", path: "git.commit.id" },
  instance: { from: "header", name: "x-pod" },
  verifiesDeploys: true,
  assertions: [
    { on: "status", op: "between", value: "200-399" },
    { on: "json", path: "status", op: "eq", value: "ok" },
    { on: "tls_days", op: "gte", value: 14 },
  ],
  quorum: { regions: 2 },
  failureThreshold: 3,
  recoveryThreshold: 2,
  freshSeconds: null,
  enabled: true,
  labels: { team: "shop" },
  configVersion: 4,
  health: "up",
  healthSince: null,
  createdAt: "2026-11-22T10:00:00Z",
  updatedAt: "2026-11-22T10:00:00Z",
};

describe("a draft", () => {
  test("of a stored monitor, saved untouched, changes nothing", () => {
    const { id, service, environment, configVersion, health, healthSince, createdAt, updatedAt, ...stored } =
      monitor;
    const { enabled, labels, ...expected } = stored;
    expect(patchMonitorInput.parse(inputOfDraft(draftOfMonitor(monitor)))).toEqual(expected);
  });

  test("of a new monitor needs only a service and a URL", () => {
    const draft = emptyDraft({ service: "checkout-api", url: "https://shop.example.com/version" });
    const { service, environment } = draft;
    const input = createMonitorInput.parse({ service, environment, ...inputOfDraft(draft) });
    expect(input).toEqual(createMonitorInput.parse({ service, url: draft.url, verifiesDeploys: false }));
  });

  test("sends a new value of a secret header and keeps one that was left empty", () => {
    const draft = draftOfMonitor(monitor);
    const replaced = draft.headers.map((header) =>
      header.secret ? { ...header, value: "Bearer x" } : header,
    );
    expect(inputOfDraft(draft).headers).toContainEqual({ name: "authorization", value: null, secret: true });
    expect(inputOfDraft({ ...draft, headers: replaced }).headers).toContainEqual({
      name: "authorization",
      value: "Bearer x",
      secret: true,
    });
  });

  test("is changed by an edit and not by being made anew", () => {
    const draft = draftOfMonitor(monitor);
    expect(isChanged(draft, draftOfMonitor(monitor))).toBe(false);
    expect(isChanged({ ...draft, url: "https://other.example.com" }, draft)).toBe(true);
  });

  test("tells which numbers cannot be read, and lets optional ones be empty", () => {
    const draft = { ...emptyDraft(), timeoutSeconds: "ten", intervalSeconds: "", freshSeconds: "soon" };
    expect(unreadableNumbers(draft)).toEqual({
      timeoutMs: "a number",
      intervalSeconds: "a number",
      freshSeconds: "a number",
    });
    expect(unreadableNumbers(emptyDraft())).toEqual({});
  });
});

describe("a check", () => {
  const checks: Assertion[] = [
    { on: "status", op: "between", value: "200-299" },
    { on: "status", op: "eq", value: 204 },
    { on: "header", name: "etag", op: "exists" },
    { on: "body", op: "not_contains", value: " maintenance " },
    { on: "json", path: "a.b", op: "eq", value: 3 },
    { on: "json", path: "a.b", op: "eq", value: "3" },
    { on: "json", path: "a.b", op: "eq", value: true },
    { on: "json", path: "a.b", op: "neq", value: null },
    { on: "json", path: "a.b", op: "eq", value: "null" },
    { on: "json", path: "a.b", op: "eq", value: '"quoted"' },
    { on: "json", path: "a.b", op: "eq", value: "" },
    { on: "json", path: "a.b", op: "contains", value: "7" },
    { on: "latency", op: "lt", value: 800 },
    { on: "tls_days", op: "gte", value: 14 },
  ];
  test.each(checks.map((check) => ({ check })))("comes back as it was: $check", ({ check }) => {
    expect(assertionOfDraft(draftOfAssertion(check))).toEqual(check);
  });

  test.each(["status", "header", "body", "json", "latency", "tls_days"] as const)(
    "begins usable on %s",
    (on) => {
      const isBody = on === "body";
      const assertions = [assertionOfDraft({ ...newAssertion(on), ...(isBody && { value: "ok" }) })];
      const input = { service: "a", url: "https://a.example", assertions };
      expect(createMonitorInput.safeParse(input).success).toBe(true);
    },
  );

  test("that is no number is sent as typed, for the server to refuse at its row", () => {
    expect(assertionOfDraft({ ...newAssertion("latency"), value: "fast" })).toMatchObject({ value: "fast" });
  });
});

test("errorUnder finds what stands at a field or below it", () => {
  const errors = { "headers/1/name": "not a header name", url: "an http or https URL" };
  expect(errorUnder(errors, "headers/1")).toBe("not a header name");
  expect(errorUnder(errors, "url")).toBe("an http or https URL");
  expect(errorUnder(errors, "header")).toBeUndefined();
  expect(errorUnder(errors, "headers/1/value", "url")).toBe("an http or https URL");
});
