import { describe, expect, it } from "vitest";
import { requestHeaders } from "./request-headers.ts";
import { parseTarget } from "./target.ts";

const parsed = parseTarget("https://a.example:8443/x");
if (!parsed.ok) throw new Error("the test's URL must parse");
const target = parsed.value;

describe("requestHeaders", () => {
  it("sends the host of the URL, asks for no encoding and closes the connection", () => {
    expect(requestHeaders(target, {}, null, false)).toEqual({
      Host: "a.example:8443",
      Accept: "*/*",
      "Accept-Encoding": "identity",
      Connection: "close",
    });
  });

  it("counts the body's bytes", () => {
    expect(requestHeaders(target, {}, Buffer.from("\u00e9"), false)).toMatchObject({ "Content-Length": 2 });
  });

  it.each([
    "Host",
    "connection",
    "Transfer-Encoding",
    "CONTENT-LENGTH",
    "Upgrade",
    "Accept-Encoding",
    "Expect",
    "TE",
  ])("never sends a caller's %s", (name) => {
    expect(Object.values(requestHeaders(target, { [name]: "smuggled" }, null, false))).not.toContain(
      "smuggled",
    );
  });

  it("sends one value when the same name comes twice", () => {
    const headers = requestHeaders(target, { "X-A": "1", "x-a": "2" }, null, false);
    expect(Object.keys(headers).filter((name) => name.toLowerCase() === "x-a")).toEqual(["X-A"]);
  });

  it("keeps only harmless headers on the way to another origin", () => {
    const callers = {
      Authorization: "Bearer s",
      Cookie: "s",
      "X-Api-Key": "s",
      "User-Agent": "ua",
      Accept: "text/html",
    };
    const headers = requestHeaders(target, callers, null, true);
    expect(Object.values(headers)).not.toContain("s");
    expect(Object.values(headers)).not.toContain("Bearer s");
    expect(headers).toMatchObject({ "User-Agent": "ua", Accept: "text/html" });
  });

  it("sends text beyond Latin-1 as UTF-8", () => {
    const sent = requestHeaders(target, { "X-Name": "\u540d" }, null, false)["X-Name"];
    expect(Buffer.from(String(sent), "latin1").toString("utf8")).toBe("\u540d");
  });
});
