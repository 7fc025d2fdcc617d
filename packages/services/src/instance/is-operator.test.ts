import { describe, expect, it } from "vitest";
import type { Actor } from "../context.ts";
import { isOperator } from "./is-operator.ts";

const member = (role: "owner" | "admin" | "member" | "viewer"): Actor => ({
  ...{ kind: "user", userId: "usr_a", name: "Ana", role },
});

describe("isOperator", () => {
  it.each([
    { name: "an owner of the instance's own people", actor: member("owner"), expected: true },
    { name: "an admin of theirs", actor: member("admin"), expected: true },
    { name: "a member of theirs", actor: member("member"), expected: false },
    { name: "a viewer of theirs", actor: member("viewer"), expected: false },
    { name: "a stranger in their own workspace", actor: member("owner"), plan: "free", expected: false },
    { name: "a plan that nobody knows", actor: member("owner"), plan: "", expected: false },
  ])("$name: $expected", ({ actor, plan = "self_hosted", expected }) => {
    expect(isOperator(actor, plan)).toBe(expected);
  });
});
