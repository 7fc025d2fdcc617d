import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGuard } from "./guard.ts";

describe("createGuard", () => {
  const closed = [
    { name: "this network", address: "0.0.0.0" },
    { name: "private 10/8", address: "10.255.255.255" },
    { name: "carrier-grade NAT", address: "100.64.0.1" },
    { name: "a cloud's metadata inside carrier-grade NAT", address: "100.100.100.200" },
    { name: "loopback", address: "127.0.0.1" },
    { name: "loopback's far end", address: "127.255.255.254" },
    { name: "a cloud's host agent in public space", address: "168.63.129.16" },
    { name: "the metadata address", address: "169.254.169.254" },
    { name: "container credentials", address: "169.254.170.2" },
    { name: "private 172.16/12", address: "172.31.255.255" },
    { name: "protocol assignments", address: "192.0.0.192" },
    { name: "documentation 1", address: "192.0.2.1" },
    { name: "6to4 relay", address: "192.88.99.1" },
    { name: "private 192.168/16", address: "192.168.0.1" },
    { name: "benchmarks", address: "198.19.255.255" },
    { name: "documentation 2", address: "198.51.100.1" },
    { name: "documentation 3", address: "203.0.113.9" },
    { name: "multicast", address: "224.0.0.1" },
    { name: "reserved", address: "240.0.0.1" },
    { name: "broadcast", address: "255.255.255.255" },
    { name: "IPv6 unspecified", address: "::" },
    { name: "IPv6 loopback", address: "::1" },
    { name: "IPv4-mapped private", address: "::ffff:10.0.0.1" },
    { name: "IPv4-mapped public", address: "::ffff:8.8.8.8" },
    { name: "IPv4-compatible", address: "::7f00:1" },
    { name: "IPv4-translated", address: "::ffff:0:7f00:1" },
    { name: "NAT64", address: "64:ff9b::7f00:1" },
    { name: "local NAT64", address: "64:ff9b:1::7f00:1" },
    { name: "discard", address: "100::1" },
    { name: "Teredo", address: "2001:0:7f00:1::" },
    { name: "IPv6 benchmarks", address: "2001:2::1" },
    { name: "ORCHID", address: "2001:20::1" },
    { name: "IPv6 documentation", address: "2001:db8::1" },
    { name: "6to4", address: "2002:7f00:1::" },
    { name: "AS112", address: "2620:4f:8000::1" },
    { name: "new IPv6 documentation", address: "3fff:fff::1" },
    { name: "segment routing", address: "5f00::1" },
    { name: "unique local metadata", address: "fd00:ec2::254" },
    { name: "link-local", address: "fe80::1" },
    { name: "link-local, far half", address: "fe90::1" },
    { name: "link-local with a zone", address: "fe80::1%eth0" },
    { name: "site-local", address: "fec0::1" },
    { name: "IPv6 multicast", address: "ff02::1" },
    { name: "never assigned", address: "4000::1" },
    { name: "not an address", address: "example.com" },
    { name: "nothing", address: "" },
    { name: "a decimal number", address: "2130706433" },
  ];
  it.each(closed)("closes $name: $address", ({ address }) => {
    expect(createGuard("").isOpen(address)).toBe(false);
  });

  const open = [
    "8.8.8.8",
    "1.1.1.1",
    "172.32.0.1",
    "100.128.0.1",
    "168.63.129.17",
    "2606:4700::1111",
    "2a00:1450::1",
  ];
  it.each(open)("leaves %s of the public internet open", (address) => {
    expect(createGuard("").isOpen(address)).toBe(true);
  });

  const allowed = [
    { name: "a range opens what is in it", allow: "10.0.0.0/8", address: "10.1.2.3", expected: true },
    { name: "a range opens nothing else", allow: "10.0.0.0/8", address: "192.168.0.1", expected: false },
    { name: "an address opens itself", allow: "127.0.0.1", address: "127.0.0.1", expected: true },
    { name: "an address opens no neighbour", allow: "127.0.0.1", address: "127.0.0.2", expected: false },
    { name: "several entries, spaces around", allow: " ::1 , fd00::/8 ", address: "fd12::1", expected: true },
    {
      name: "an IPv4 range does not open its mapped form",
      allow: "127.0.0.0/8",
      address: "::ffff:127.0.0.1",
      expected: false,
    },
    {
      name: "a mapped range does not open IPv4",
      allow: "::ffff:0:0/96",
      address: "127.0.0.1",
      expected: false,
    },
    { name: "all IPv4 does not open IPv6", allow: "0.0.0.0/0", address: "::1", expected: false },
    { name: "`all` opens loopback", allow: "all", address: "127.0.0.1", expected: true },
    { name: "`all` among others opens all", allow: "10.0.0.0/8,all", address: "fe80::1", expected: true },
    { name: "`all` opens no name", allow: "all", address: "localhost", expected: false },
    { name: "a public address stays open", allow: "10.0.0.0/8", address: "8.8.8.8", expected: true },
  ];
  it.each(allowed)("$name", ({ allow, address, expected }) => {
    expect(createGuard(allow).isOpen(address)).toBe(expected);
  });

  it.each([
    { allow: "", address: "8.8.8.8", expected: false },
    { allow: "10.0.0.0/8", address: "8.8.8.8", expected: false },
    { allow: "10.0.0.0/8", address: "10.1.2.3", expected: true },
    { allow: "8.8.8.8", address: "8.8.8.8", expected: true },
    { allow: "all", address: "8.8.8.8", expected: true },
    { allow: "all", address: "example.com", expected: false },
  ])("says whether the operator named $address in '$allow'", ({ allow, address, expected }) => {
    expect(createGuard(allow).isNamed(address)).toBe(expected);
    expect(createGuard(allow).namesAny).toBe(allow !== "");
  });

  it("names every entry it cannot read", () => {
    expect(() => createGuard("10.0.0.0/8, 10.0.0/8, localhost, ::1/129, 1.2.3.4/, fe80::1%eth0/64")).toThrow(
      "10.0.0/8, localhost, ::1/129, 1.2.3.4/, fe80::1%eth0/64",
    );
  });

  it("opens no IPv6 address outside 2000::/3", () => {
    const guard = createGuard("");
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const first = Number.parseInt(address.split(":")[0] || "0", 16);
        const isGlobal = first >= 0x2000 && first <= 0x3fff;
        return isGlobal || !guard.isOpen(address);
      }),
    );
  });
});
