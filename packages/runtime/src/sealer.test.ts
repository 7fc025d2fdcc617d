import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSealer, regionKey, sealerForRegion, sealerFromRegionKey } from "./sealer.ts";

const secret = "0123456789abcdef0123456789abcdef";
const sealer = createSealer(secret);

describe("a sealer", () => {
  it("opens what it sealed, whatever the text and the context", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (plain, context) => {
        expect(sealer.open(sealer.seal(plain, context), context)).toBe(plain);
      }),
    );
  });

  it("opens the bytes that it sealed, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (plain) => {
        expect([...sealer.openBytes(sealer.seal(plain, "a"), "a")]).toEqual([...plain]);
      }),
    );
  });

  it("never seals the same text to the same value", () => {
    expect(sealer.seal("token", "channel:1")).not.toBe(sealer.seal("token", "channel:1"));
  });

  it("opens nothing in another place, with another secret, or after any change", () => {
    const sealed = sealer.seal("token", "channel:1");
    expect(() => sealer.open(sealed, "channel:2")).toThrow();
    expect(() => createSealer(`${secret}!`).open(sealed, "channel:1")).toThrow("another key");
    expect(() => sealer.open("token", "channel:1")).toThrow("not a sealed value");
    expect(() => sealer.open(sealed.slice(0, 20), "channel:1")).toThrow("cut off");
    const [format, key, payload = ""] = sealed.split(".");
    const bytes = Buffer.from(payload, "base64url");
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => sealer.open(`${format}.${key}.${changed.toString("base64url")}`, "channel:1")).toThrow();
    }
  });
});

describe("a region's key", () => {
  it("opens the batches of its region and nothing else", () => {
    const sealed = sealerForRegion(secret, "eu-west").seal("spec", "batch");
    expect(sealerFromRegionKey(regionKey(secret, "eu-west")).open(sealed, "batch")).toBe("spec");
    expect(() => sealerFromRegionKey(regionKey(secret, "us-east")).open(sealed, "batch")).toThrow(
      "another key",
    );
    expect(() =>
      sealerFromRegionKey(regionKey(secret, "eu-west")).open(sealer.seal("x", "y"), "y"),
    ).toThrow();
  });

  it("is refused when it is not one", () => {
    expect(() => sealerFromRegionKey("short")).toThrow("not a region key");
  });
});
