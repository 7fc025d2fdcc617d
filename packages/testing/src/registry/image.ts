/** Images as a build makes them, as small as they can be: the bytes of configs, manifests and indexes. */
import { createHash } from "node:crypto";

/** One manifest or index, with the media type it is served as. */
export type Manifest = { digest: string; mediaType: string; bytes: Buffer };

/** `manifests` has what a push uploads in its order; the last one is what a tag points to. */
export type Image = { digest: string; blobs: { digest: string; bytes: Buffer }[]; manifests: Manifest[] };

export type ImageWish = {
  /** More than one makes an index. Default `["linux/amd64"]`. */
  platforms?: string[];
  labels?: Record<string, string>;
  /** Make an index of one platform too, with an attestation beside it, as BuildKit does. */
  isAttested?: boolean;
};

const types = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
};

/** Builds an image without layers' content to speak of. The same wish gives the same digests. */
export function buildImage({ platforms = ["linux/amd64"], labels = {}, isAttested }: ImageWish = {}): Image {
  const layer = Buffer.from("a layer");
  const built = platforms.map((platform) => {
    const [os, architecture, variant] = platform.split("/");
    const config = toJson({
      os,
      architecture,
      variant,
      config: { Labels: labels },
      rootfs: { type: "layers" },
    });
    const manifest = toManifest(types.manifest, {
      config: descriptor(types.config, config),
      layers: [descriptor(types.layer, layer)],
    });
    return { platform: { os, architecture, variant }, config, manifest };
  });
  const blobs = [layer, ...built.map(({ config }) => config)].map((bytes) => ({
    digest: digestOf(bytes),
    bytes,
  }));
  const manifests = built.map(({ manifest }) => manifest);
  if (built.length > 1 || isAttested) {
    const images = built.map(({ platform, manifest }) => ({
      ...descriptor(types.manifest, manifest.bytes),
      platform,
    }));
    const attestation = {
      ...descriptor(types.manifest, manifests[0]?.bytes ?? layer),
      platform: { os: "unknown", architecture: "unknown" },
      annotations: { "vnd.docker.reference.type": "attestation-manifest" },
    };
    manifests.push(toManifest(types.index, { manifests: [...images, ...(isAttested ? [attestation] : [])] }));
  }
  return { digest: manifests.at(-1)?.digest ?? "", blobs, manifests };
}

/** The digest of bytes, as registries name them. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function toManifest(mediaType: string, content: object): Manifest {
  const bytes = toJson({ schemaVersion: 2, mediaType, ...content });
  return { digest: digestOf(bytes), mediaType, bytes };
}

function descriptor(mediaType: string, bytes: Buffer) {
  return { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
}

function toJson(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
