import type { HttpBindings } from "@hono/node-server";
import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";

const socket = { incoming: { socket: { remoteAddress: "10.0.0.9" } } } as unknown as HttpBindings;

describe("clientAddress", () => {
  it.each([
    { name: "ignores the header without proxies", hops: 0, header: "1.1.1.1", expected: "10.0.0.9" },
    { name: "takes what the one proxy saw", hops: 1, header: "1.1.1.1", expected: "1.1.1.1" },
    { name: "ignores what a client invented", hops: 1, header: "6.6.6.6, 1.1.1.1", expected: "1.1.1.1" },
    {
      name: "goes as deep as there are proxies",
      hops: 2,
      header: "6.6.6.6, 1.1.1.1, 10.0.0.1",
      expected: "1.1.1.1",
    },
    { name: "falls back when the proxy says nothing", hops: 1, header: "", expected: "10.0.0.9" },
    {
      name: "takes the network of an address of IPv6",
      hops: 1,
      header: "2001:DB8:0:7:1:2:3:4",
      expected: "2001:db8:0:7::/64",
    },
    { name: "fills in its zeros", hops: 1, header: "2001:db8::9", expected: "2001:db8:0:0::/64" },
    { name: "leaves out its zone", hops: 1, header: "fe80::1%eth0", expected: "fe80:0:0:0::/64" },
    { name: "keeps IPv4 in IPv6 whole", hops: 1, header: "::ffff:192.0.2.7", expected: "::ffff:192.0.2.7" },
  ])("$name", ({ hops, header, expected }) => {
    expect(clientAddress(new Headers({ "x-forwarded-for": header }), socket, hops)).toBe(expected);
  });
});
