import { expect, it } from "vitest";
import { renderPlainMail } from "./render-plain-mail.ts";

it("says the same as text and as HTML, with the address as a link", () => {
  const link = "https://rollcall.example.com/x?a=1&b=2";
  const { text, html } = renderPlainMail(["Hello Ana,", link]);
  expect(text).toBe(`Hello Ana,\n\n${link}`);
  expect(html).toContain('<a href="https://rollcall.example.com/x?a=1&amp;b=2">');
});

it("writes names as text, whatever is in them", () => {
  const { html } = renderPlainMail(["Hello <b onclick='x'>Ana</b>,", 'https://x.example/"onclick="y']);
  expect(html).not.toContain("<b");
  expect(html).not.toContain('"onclick');
});
