import fc from "fast-check";
import { expect, test } from "vitest";
import { ownPath } from "./own-path.ts";

test.each([
  { next: "/deploys/dep_1", expected: "/deploys/dep_1" },
  { next: "/deploys?state=stuck#x", expected: "/deploys?state=stuck#x" },
  { next: undefined, expected: "/" },
  { next: ["/a", "/b"], expected: "/" },
  { next: "", expected: "/" },
  { next: "deploys", expected: "/" },
  { next: "https://evil.example", expected: "/" },
  { next: "//evil.example/x", expected: "/" },
  { next: "/\\evil.example", expected: "/" },
  { next: "/\t/evil.example", expected: "/" },
  { next: "/.//evil.example", expected: "/" },
  { next: "javascript:alert(1)", expected: "/" },
  { next: "/a/../../b", expected: "/b" },
])("$next leads to $expected", ({ next, expected }) => {
  expect(ownPath(next)).toBe(expected);
});

test("never leads away from this instance, whatever is asked", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    "\t",
    "\n",
    ".",
    "..",
    "@",
    ":",
    "http:",
    "evil.example",
    "%2f",
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const here = "https://rollcall.example.com/sign-in";
      expect(new URL(ownPath(pieces.join("")), here).origin).toBe("https://rollcall.example.com");
    }),
    { numRuns: 2000 },
  );
});
