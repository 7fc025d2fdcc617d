import { expect, test } from "vitest";
import { rolesGivenBy } from "./role-words.ts";

test.each([
  { role: "owner", expected: ["owner", "admin", "member", "viewer"] },
  { role: "admin", expected: ["admin", "member", "viewer"] },
  { role: "member", expected: [] },
  { role: "viewer", expected: [] },
] as const)("as $role one gives $expected", ({ role, expected }) => {
  expect(rolesGivenBy(role)).toEqual(expected);
});
