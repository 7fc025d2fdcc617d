import { defaultAssertions, type HttpMethod } from "@rollcall/domain/monitor-spec";
import type { MonitorWire } from "@rollcall/domain/wire";
import { type AssertionDraft, assertionOfDraft, draftOfAssertion } from "./assertion-draft.ts";
import type { FieldErrors } from "./field-errors.ts";
import { nextListKey } from "./list-key.ts";
import { draftOfReader, type ReaderDraft, readerOfDraft } from "./reader-draft.ts";

/** `isStored`: a secret value lies on the server; left empty it stays as it is. */
export type HeaderDraft = { key: number; name: string; value: string; secret: boolean; isStored: boolean };

/** A monitor being edited. Numbers are what was typed; an empty one means the default. */
export type MonitorDraft = {
  service: string;
  environment: string;
  name: string;
  url: string;
  method: HttpMethod;
  headers: HeaderDraft[];
  body: string;
  timeoutSeconds: string;
  followRedirects: string;
  /** Empty: none. */
  origin: string;
  intervalSeconds: string;
  regions: string[];
  version: ReaderDraft;
  instance: ReaderDraft;
  verifiesDeploys: boolean;
  assertions: AssertionDraft[];
  quorum: string;
  failureThreshold: string;
  recoveryThreshold: string;
  freshSeconds: string;
};

/** A new monitor with the defaults of the API in its fields. */
export function emptyDraft(known: Partial<MonitorDraft> = {}): MonitorDraft {
  return {
    service: "",
    environment: "production",
    name: "",
    url: "",
    method: "GET",
    headers: [],
    body: "",
    timeoutSeconds: "10",
    followRedirects: "0",
    origin: "",
    intervalSeconds: "60",
    regions: [],
    version: draftOfReader(null),
    instance: draftOfReader(null),
    verifiesDeploys: true,
    assertions: defaultAssertions.map(draftOfAssertion),
    quorum: "",
    failureThreshold: "2",
    recoveryThreshold: "2",
    freshSeconds: "",
    ...known,
  };
}

export function draftOfMonitor(monitor: MonitorWire): MonitorDraft {
  return {
    service: monitor.service,
    environment: monitor.environment,
    name: monitor.name,
    url: monitor.url,
    method: monitor.method,
    headers: monitor.headers.map(({ name, value, secret }) => ({
      key: nextListKey(),
      name,
      value: value ?? "",
      secret,
      isStored: secret,
    })),
    body: monitor.body ?? "",
    timeoutSeconds: String(monitor.timeoutMs / 1000),
    followRedirects: String(monitor.followRedirects),
    origin: monitor.origin ?? "",
    intervalSeconds: String(monitor.intervalSeconds),
    regions: monitor.regions,
    version: draftOfReader(monitor.version),
    instance: draftOfReader(monitor.instance),
    verifiesDeploys: monitor.version === null || monitor.verifiesDeploys,
    assertions: monitor.assertions.map(draftOfAssertion),
    quorum: monitor.quorum === null ? "" : String(monitor.quorum.regions),
    failureThreshold: String(monitor.failureThreshold),
    recoveryThreshold: String(monitor.recoveryThreshold),
    freshSeconds: monitor.freshSeconds === null ? "" : String(monitor.freshSeconds),
  };
}

type Body = Record<string, unknown>;

/** The request alone, as "probe now" sends it. */
export function requestOfDraft(draft: MonitorDraft): Body {
  return {
    url: draft.url.trim(),
    method: draft.method,
    headers: draft.headers
      .filter(({ name, value }) => name.trim() !== "" || value !== "")
      .map(({ name, value, secret, isStored }) => ({
        name: name.trim(),
        value: secret && isStored && value === "" ? null : value,
        secret,
      })),
    body: draft.body === "" ? null : draft.body,
    timeoutMs: Math.round(Number(draft.timeoutSeconds) * 1000),
    followRedirects: Number(draft.followRedirects),
    version: readerOfDraft(draft.version),
    instance: readerOfDraft(draft.instance),
    assertions: draft.assertions.map(assertionOfDraft),
  };
}

/** The body of a PATCH; with `service` and `environment` added, that of a POST. An empty name is left to the server. */
export function inputOfDraft(draft: MonitorDraft): Body {
  const hasReader = draft.version.from !== "none";
  return {
    ...requestOfDraft(draft),
    ...(draft.name.trim() !== "" && { name: draft.name.trim() }),
    origin: draft.origin.trim() === "" ? null : draft.origin.trim(),
    intervalSeconds: Number(draft.intervalSeconds),
    regions: draft.regions,
    verifiesDeploys: hasReader && draft.verifiesDeploys,
    quorum: draft.quorum.trim() === "" ? null : { regions: Number(draft.quorum) },
    failureThreshold: Number(draft.failureThreshold),
    recoveryThreshold: Number(draft.recoveryThreshold),
    freshSeconds: draft.freshSeconds.trim() === "" ? null : Number(draft.freshSeconds),
  };
}

const numbers = [
  { field: "timeoutSeconds", pointer: "timeoutMs", isOptional: false },
  { field: "followRedirects", pointer: "followRedirects", isOptional: false },
  { field: "intervalSeconds", pointer: "intervalSeconds", isOptional: false },
  { field: "quorum", pointer: "quorum", isOptional: true },
  { field: "failureThreshold", pointer: "failureThreshold", isOptional: false },
  { field: "recoveryThreshold", pointer: "recoveryThreshold", isOptional: false },
  { field: "freshSeconds", pointer: "freshSeconds", isOptional: true },
] as const;

/** Fields whose text is no number at all; everything else is judged by the server. */
export function unreadableNumbers(draft: MonitorDraft): FieldErrors {
  const errors: FieldErrors = {};
  for (const { field, pointer, isOptional } of numbers) {
    const text = draft[field].trim();
    if (
      isOptional
        ? text !== "" && !Number.isFinite(Number(text))
        : text === "" || !Number.isFinite(Number(text))
    )
      errors[pointer] = "a number";
  }
  return errors;
}

/** True when something would be lost by leaving; the keys of rows do not count. */
export function isChanged(draft: MonitorDraft, saved: MonitorDraft): boolean {
  const withoutKeys = (key: string, value: unknown) => (key === "key" ? undefined : value);
  return JSON.stringify(draft, withoutKeys) !== JSON.stringify(saved, withoutKeys);
}
