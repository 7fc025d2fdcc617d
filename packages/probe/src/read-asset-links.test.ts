import { describe, expect, it } from "vitest";
import { readAssetLinks } from "./read-asset-links.ts";

const page = "https://shop.example/app/?x=1";

describe("readAssetLinks", () => {
  const cases: { name: string; html: string; expected: string[] }[] = [
    {
      name: "scripts and styles, relative to the page",
      html: '<link rel=stylesheet href="a.css"><script type=module src="/b.js"></script><script src="../c.js?v=1#x"></script>',
      expected: [
        "https://shop.example/app/a.css",
        "https://shop.example/b.js",
        "https://shop.example/c.js?v=1",
      ],
    },
    {
      name: "preloads, whatever the case and the other words of rel",
      html: '<LINK REL="Preload" as=font href=/f.woff2><link rel="modulepreload" href="/m.js"><link rel="alternate stylesheet" href="/d.css">',
      expected: ["https://shop.example/f.woff2", "https://shop.example/m.js", "https://shop.example/d.css"],
    },
    {
      name: "other hosts of its own site, by https only",
      html: '<script src="https://cdn.shop.example/x.js"></script><script src="http://cdn.shop.example/y.js"></script><script src="//cdn.shop.example/z.js"></script>',
      expected: ["https://cdn.shop.example/x.js", "https://cdn.shop.example/z.js"],
    },
    {
      name: "nothing of other sites, however alike their names",
      html: '<script src="https://analytics.example/x.js"></script><script src="https://notshop.example/y.js"></script><script src="https://shop.example.org/z.js"></script>',
      expected: [],
    },
    {
      name: "what the base says",
      html: '<base href="/static/"><script src="a.js"></script>',
      expected: ["https://shop.example/static/a.js"],
    },
    {
      name: "each once",
      html: "<link rel=modulepreload href=/a.js><script type=module src=/a.js></script>",
      expected: ["https://shop.example/a.js"],
    },
    {
      name: "none of what is not asked for",
      html: '<!-- <script src=/a.js></script> --><script>"<script src=/b.js>"</script><link rel=icon href=/i.ico><link rel=canonical href=/><a href=/x.js>x</a><script src="data:text/javascript,1"></script><script src="http://[bad/"></script><script src=""></script>',
      expected: [],
    },
  ];
  it.each(cases)("finds $name", ({ html, expected }) => {
    expect(readAssetLinks(html, page, 50).map(({ url }) => url)).toEqual(expected);
  });

  it.each([
    ["https://www.acme.co.uk/", "https://static.acme.co.uk/a.js", true],
    ["https://www.acme.co.uk/", "https://other.co.uk/a.js", false],
    ["https://acme.github.io/", "https://other.github.io/a.js", false],
    ["http://203.0.113.7/", "https://203.0.113.7/a.js", true],
    ["http://203.0.113.7/", "https://203.0.113.8/a.js", false],
    ["http://localhost:3000/", "https://localhost:3001/a.js", true],
  ])("knows whether %s and %s are one site", (pageUrl, src, isOwn) => {
    expect(readAssetLinks(`<script src="${src}"></script>`, pageUrl, 50)).toHaveLength(isOwn ? 1 : 0);
  });

  it("knows which of them no page can stand in for", () => {
    const html =
      "<link rel=preload as=fetch href=/data><link rel=preload as=style href=/s><script src=/j></script>";
    expect(readAssetLinks(html, page, 50).map(({ isCode }) => isCode)).toEqual([false, true, true]);
  });

  it("stops at as many as are wanted", () => {
    const html = Array.from({ length: 80 }, (_, i) => `<script src=/${i}.js></script>`).join("");
    expect(readAssetLinks(html, page, 50)).toHaveLength(50);
  });
});
