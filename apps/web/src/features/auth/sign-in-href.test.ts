import { expect, test } from "vitest";
import { ownPath } from "./own-path.ts";
import { signInHref } from "./sign-in-href.ts";

test.each([
  { asked: null, expected: "/sign-in" },
  { asked: "/", expected: "/sign-in" },
  { asked: "/?_rsc=1abc", expected: "/sign-in" },
  { asked: "/incidents/inc_1", expected: "/sign-in?next=%2Fincidents%2Finc_1" },
  { asked: "/deploys?state=stuck&_rsc=1abc", expected: "/sign-in?next=%2Fdeploys%3Fstate%3Dstuck" },
])("$asked is asked for again after $expected", ({ asked, expected }) => {
  expect(signInHref(asked)).toBe(expected);
});

test("signing in leads back to the page of an alert", () => {
  const href = signInHref("/deploys/dep_1?environment=production");
  const next = new URLSearchParams(href.split("?")[1]).get("next") ?? undefined;
  expect(ownPath(next)).toBe("/deploys/dep_1?environment=production");
});
