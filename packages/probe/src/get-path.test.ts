import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getPath } from "./get-path.ts";

const document = JSON.parse(`{
  "version": "1.42.0",
  "git": { "commit": { "id": "df027cf" } },
  "list": [{ "b": "first" }, { "b": "second" }],
  "service.version": "dotted",
  "a/b": { "m~n": "escaped" },
  "__proto__": "own",
  "text": "abc"
}`);

describe("getPath", () => {
  const cases = [
    { path: "version", expected: "1.42.0" },
    { path: "git.commit.id", expected: "df027cf" },
    { path: "$.git.commit.id", expected: "df027cf" },
    { path: "/git/commit/id", expected: "df027cf" },
    { path: "list[1].b", expected: "second" },
    { path: "list.1.b", expected: "second" },
    { path: "/list/0/b", expected: "first" },
    { path: "service.version", expected: "dotted" },
    { path: "/a~1b/m~0n", expected: "escaped" },
    { path: "__proto__", expected: "own" },
    { path: "constructor", expected: undefined },
    { path: "constructor.name", expected: undefined },
    { path: "git.__proto__", expected: undefined },
    { path: "toString", expected: undefined },
    { path: "text.length", expected: undefined },
    { path: "list.length", expected: undefined },
    { path: "list[9].b", expected: undefined },
    { path: "git..id", expected: undefined },
    { path: "git.", expected: undefined },
    { path: "list[x]", expected: undefined },
    { path: "..", expected: undefined },
    { path: "/", expected: undefined },
  ];
  it.each(cases)("$path leads to $expected", ({ path, expected }) => {
    expect(getPath(document, path)).toBe(expected);
  });

  it("finds nothing in what is no object", () => {
    for (const root of [null, undefined, 1, "text", true]) expect(getPath(root, "a.b")).toBeUndefined();
  });

  it("finds every value of an object by its pointer, whatever the keys", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), (keys) => {
        const root = keys.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), "found");
        const pointer = keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
        return getPath(root, pointer) === "found";
      }),
    );
  });

  it("never throws, whatever the path", () => {
    fc.assert(fc.property(fc.jsonValue(), fc.string(), (root, path) => void getPath(root, path)));
  });
});
