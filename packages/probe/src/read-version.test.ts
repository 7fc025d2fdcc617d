import type { VersionReader } from "@rollcall/domain/monitor-spec";
import { describe, expect, it } from "vitest";
import { makeAnswer } from "../test/make-answer.ts";
import { readVersion } from "./read-version.ts";

const json = (path: string): VersionReader => ({ from: "json", path });
const header: VersionReader = { from: "header", name: "X-Version" };
const meta: VersionReader = { from: "meta", name: "version" };
const regex = (pattern: string): VersionReader => ({ from: "regex", pattern });
const text: VersionReader = { from: "text" };
const page = (head: string, body = "") =>
  `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;
const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;

describe("readVersion", () => {
  const cases: {
    name: string;
    reader: VersionReader;
    answer: ReturnType<typeof makeAnswer>;
    expected: string | null;
  }[] = [
    {
      name: "header",
      reader: header,
      answer: makeAnswer("", { headers: { "x-version": " 1.42.0 " } }),
      expected: "1.42.0",
    },
    {
      name: "header on a 503",
      reader: header,
      answer: makeAnswer("", { status: 503, headers: { "x-version": "1.42.0" } }),
      expected: "1.42.0",
    },
    {
      name: "header beside an encoded body",
      reader: header,
      answer: makeAnswer("", { body: "encoded", headers: { "x-version": "1" } }),
      expected: "1",
    },
    { name: "header that is not there", reader: header, answer: makeAnswer(""), expected: null },
    {
      name: "header that is empty",
      reader: header,
      answer: makeAnswer("", { headers: { "x-version": " " } }),
      expected: null,
    },
    {
      name: "JSON path",
      reader: json("git.commit.id"),
      answer: makeAnswer('{"git":{"commit":{"id":"df027cf"}}}'),
      expected: "df027cf",
    },
    {
      name: "JSON behind a byte order mark",
      reader: json("v"),
      answer: makeAnswer('\ufeff{"v":"1"}'),
      expected: "1",
    },
    { name: "JSON number", reader: json("v"), answer: makeAnswer('{"v":42}'), expected: "42" },
    {
      name: "JSON number too large to be exact",
      reader: json("v"),
      answer: makeAnswer('{"v":12345678901234567890}'),
      expected: null,
    },
    { name: "JSON number beyond all", reader: json("v"), answer: makeAnswer('{"v":1e400}'), expected: null },
    { name: "JSON list", reader: json("v"), answer: makeAnswer('{"v":["1"]}'), expected: null },
    { name: "JSON null", reader: json("v"), answer: makeAnswer('{"v":null}'), expected: null },
    { name: "JSON true", reader: json("v"), answer: makeAnswer('{"v":true}'), expected: null },
    {
      name: "JSON that repeats a key counts the last",
      reader: json("v"),
      answer: makeAnswer('{"v":"1","v":"2"}'),
      expected: "2",
    },
    { name: "JSON prototype", reader: json("__proto__.v"), answer: makeAnswer('{"a":{}}'), expected: null },
    { name: "JSON 30,000 deep", reader: json("v"), answer: makeAnswer(deep), expected: null },
    {
      name: "JSON in UTF-16",
      reader: json("v"),
      answer: makeAnswer(Buffer.from('{"v":"1"}', "utf16le")),
      expected: null,
    },
    {
      name: "JSON on a 500",
      reader: json("v"),
      answer: makeAnswer('{"v":"1"}', { status: 500 }),
      expected: null,
    },
    {
      name: "JSON on a 302",
      reader: json("v"),
      answer: makeAnswer('{"v":"1"}', { status: 302 }),
      expected: null,
    },
    {
      name: "JSON that was cut",
      reader: json("v"),
      answer: makeAnswer('{"v":"1"}', { body: "too_large" }),
      expected: null,
    },
    { name: "JSON that is HTML", reader: json("v"), answer: makeAnswer("<html>"), expected: null },
    {
      name: "JSON with a lone surrogate",
      reader: json("v"),
      answer: makeAnswer('{"v":"1\\ud8002"}'),
      expected: "12",
    },
    {
      name: "meta tag",
      reader: meta,
      answer: makeAnswer(page('<meta name="Version" content="1.42.0">')),
      expected: "1.42.0",
    },
    {
      name: "meta property",
      reader: meta,
      answer: makeAnswer(page("<meta property=version content=1.42.0 />")),
      expected: "1.42.0",
    },
    {
      name: "meta tag of a page that was cut",
      reader: meta,
      answer: makeAnswer(page('<meta name="version" content="1">'), { body: "too_large" }),
      expected: "1",
    },
    {
      name: "meta tag in a script",
      reader: meta,
      answer: makeAnswer(page(`<script>'<meta name="version" content="1">'</script>`)),
      expected: null,
    },
    {
      name: "meta tag in a comment",
      reader: meta,
      answer: makeAnswer(page('<!-- <meta name="version" content="1"> -->')),
      expected: null,
    },
    {
      name: "meta tag behind the head",
      reader: meta,
      answer: makeAnswer(page("", '<meta name="version" content="1">')),
      expected: null,
    },
    {
      name: "meta tag across two pieces",
      reader: meta,
      answer: makeAnswer(page(`${"<!---->".repeat(580)}<meta name="version" content="1.42.0">`)),
      expected: "1.42.0",
    },
    {
      name: "meta tag with entities",
      reader: meta,
      answer: makeAnswer(page('<meta name="version" content="1&amp;2">')),
      expected: "1&2",
    },
    {
      name: "pattern's group",
      reader: regex("build: (\\S+)"),
      answer: makeAnswer("build: 1.42.0 ok"),
      expected: "1.42.0",
    },
    {
      name: "pattern as a whole",
      reader: regex("\\d+\\.\\d+\\.\\d+"),
      answer: makeAnswer("build: 1.42.0 ok"),
      expected: "1.42.0",
    },
    {
      name: "pattern that ends at the cut",
      reader: regex("\\d+\\.\\d+\\.\\d+"),
      answer: makeAnswer("1.42.0", { body: "too_large" }),
      expected: null,
    },
    { name: "pattern that finds nothing", reader: regex("x+"), answer: makeAnswer("abc"), expected: null },
    { name: "text", reader: text, answer: makeAnswer("1.42.0\n"), expected: "1.42.0" },
    { name: "text of two lines", reader: text, answer: makeAnswer("1.42.0\nok"), expected: null },
    {
      name: "text of 256 characters",
      reader: text,
      answer: makeAnswer("a".repeat(256)),
      expected: "a".repeat(256),
    },
    { name: "text of 257 characters", reader: text, answer: makeAnswer("a".repeat(257)), expected: null },
    { name: "text that is empty", reader: text, answer: makeAnswer("", { body: "none" }), expected: null },
    {
      name: "text that is encoded",
      reader: text,
      answer: makeAnswer("x", { body: "encoded" }),
      expected: null,
    },
    {
      name: "version of a megabyte is cut",
      reader: header,
      answer: makeAnswer("", { headers: { "x-version": "9".repeat(1_000_000) } }),
      expected: "9".repeat(256),
    },
    {
      name: "version with bidi and NUL is cleaned",
      reader: json("v"),
      answer: makeAnswer('{"v":"\\u202e1.\\u00002\\u200b"}'),
      expected: "1.2",
    },
  ];
  it.each(cases)("$name", ({ reader, answer, expected }) => {
    expect(readVersion(reader, answer)).toBe(expected);
  });
});
