import { isAppError } from "@rollcall/domain/problem";
import { describe, expect, it } from "vitest";
import { requireOpenUrl } from "./require-open-url.ts";

const publicOnly = { isOpen: (address: string) => address === "93.184.216.34" };
const everything = { isOpen: () => true };

describe("requireOpenUrl", () => {
  it.each([
    { name: "a name is left to the dialer", url: "https://example.com/", isRefused: false },
    { name: "a public address", url: "http://93.184.216.34/", isRefused: false },
    { name: "a private address", url: "http://10.0.0.5:8080/", isRefused: true },
    { name: "loopback written as one number", url: "http://2130706433/", isRefused: true },
    { name: "IPv6 loopback", url: "http://[::1]:3000/", isRefused: true },
    { name: "localhost", url: "http://localhost:9000/", isRefused: true },
    { name: "localhost with a dot at the end", url: "http://localhost.:9000/", isRefused: true },
    { name: "a name under localhost", url: "http://app.localhost/", isRefused: true },
  ])("$name", ({ url, isRefused }) => {
    const refusal = refusalOf(() => requireOpenUrl(publicOnly, url));
    expect(refusal !== null).toBe(isRefused);
    if (isRefused) {
      expect(refusal?.errors[0]?.pointer).toBe("#/url");
      expect(refusal?.errors[0]?.detail).toContain("ROLLCALL_ALLOW_TARGETS");
    }
    expect(refusalOf(() => requireOpenUrl(everything, url))).toBeNull();
  });
});

function refusalOf(run: () => void) {
  try {
    run();
    return null;
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}
