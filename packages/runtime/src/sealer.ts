/** Secrets at rest and on the queue: AES-256-GCM with keys derived from `ROLLCALL_SECRET` by HKDF-SHA256. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/**
 * `seal` gives text that only the same key and the same `context` open again; the context ("channel:chn_1")
 * is authenticated, so that a sealed value moved to another row does not open. `open` throws on anything else.
 */
export type Sealer = {
  seal(plain: string | Uint8Array, context: string): string;
  open(sealed: string, context: string): string;
  /** Of what was not sealed as text. */
  openBytes(sealed: string, context: string): Buffer;
};

const formatVersion = "s1";
const ivBytes = 12;
const tagBytes = 16;

/** The sealer of everything the product keeps; `secret` is `ROLLCALL_SECRET`. */
export function createSealer(secret: string): Sealer {
  return sealerFromKey(deriveKey(secret, "rollcall/at-rest"));
}

/** What a far prober is given as `ROLLCALL_REGION_KEY`: opens the batches of one region and nothing else. */
export function regionKey(secret: string, region: string): string {
  return deriveKey(secret, `rollcall/region/${region}`).toString("base64url");
}

/** The sealer of one region's batches, for whoever has the secret. */
export function sealerForRegion(secret: string, region: string): Sealer {
  return sealerFromRegionKey(regionKey(secret, region));
}

/** The same sealer, for a prober that has only the region's key. Throws when the key is not one. */
export function sealerFromRegionKey(key: string): Sealer {
  const bytes = Buffer.from(key, "base64url");
  if (bytes.length !== 32) throw new Error("ROLLCALL_REGION_KEY is not a region key");
  return sealerFromKey(bytes);
}

function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "rollcall", purpose, 32));
}

function sealerFromKey(key: Buffer): Sealer {
  const keyId = createHash("sha256").update(key).digest("hex").slice(0, 8);
  const authenticated = (context: string) => Buffer.from(`${formatVersion}.${keyId}.${context}`);
  const sealer: Sealer = {
    seal(plain, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(authenticated(context));
      const bytes = typeof plain === "string" ? Buffer.from(plain, "utf8") : plain;
      const sealed = Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
      return `${formatVersion}.${keyId}.${sealed.toString("base64url")}`;
    },
    open: (sealed, context) => sealer.openBytes(sealed, context).toString("utf8"),
    openBytes(sealed, context) {
      const [format, sealedWith, payload] = sealed.split(".");
      if (format !== formatVersion || payload === undefined) throw new Error("This is not a sealed value.");
      if (sealedWith !== keyId)
        throw new Error(`This value was sealed with another key (${sealedWith}, here is ${keyId}).`);
      const bytes = Buffer.from(payload, "base64url");
      if (bytes.length < ivBytes + tagBytes) throw new Error("This sealed value is cut off.");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes))
        .setAAD(authenticated(context))
        .setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
    },
  };
  return sealer;
}
