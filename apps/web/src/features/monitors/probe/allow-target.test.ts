import { describeOutcome } from "@rollcall/domain/observation-text";
import { expect, test } from "vitest";
import { allowSettingIn } from "./allow-target.ts";

test.each([
  {
    name: "a refused URL",
    texts: ["The operator can allow it: ROLLCALL_ALLOW_TARGETS=127.0.0.1/32 (or a wider range)"],
    expected: "ROLLCALL_ALLOW_TARGETS=127.0.0.1/32",
  },
  {
    name: "a name that led to a private address",
    texts: [undefined, describeOutcome({ kind: "blocked_target", address: "10.1.2.3" })],
    expected: "ROLLCALL_ALLOW_TARGETS=10.0.0.0/8",
  },
  { name: "IPv6", texts: ["ROLLCALL_ALLOW_TARGETS=fc00::/7."], expected: "ROLLCALL_ALLOW_TARGETS=fc00::/7" },
  { name: "another refusal", texts: ["an http or https URL"], expected: null },
])("finds how to allow $name", ({ texts, expected }) => {
  expect(allowSettingIn(texts)).toBe(expected);
});
