import type { Image } from "./image.ts";

/** Pushes an image over the API as `docker push` does: blobs, manifests by digest, then the tag. */
export async function pushImage(
  registryUrl: string,
  target: { repository: string; tag: string },
  image: Image,
  credentials?: { username: string; password: string },
): Promise<void> {
  const root = `${registryUrl}/v2/${target.repository}`;
  const send = sender(credentials);
  for (const { digest, bytes } of image.blobs) {
    const started = await send("POST", `${root}/blobs/uploads/`, 202);
    const upload = new URL(started.headers.get("location") ?? "", registryUrl);
    upload.searchParams.set("digest", digest);
    await send("PUT", upload.href, 201, bytes, "application/octet-stream");
  }
  for (const { digest, bytes, mediaType } of image.manifests)
    await send("PUT", `${root}/manifests/${digest}`, 201, bytes, mediaType);
  const last = image.manifests.at(-1);
  if (last) await send("PUT", `${root}/manifests/${target.tag}`, 201, last.bytes, last.mediaType);
}

function sender(credentials: { username: string; password: string } | undefined) {
  const basic =
    credentials && Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64");
  return async (method: string, url: string, expected: number, body?: Buffer, type?: string) => {
    const answer = await fetch(url, {
      method,
      headers: {
        ...(basic !== undefined && { authorization: `Basic ${basic}` }),
        ...(type !== undefined && { "content-type": type }),
      },
      ...(body !== undefined && { body: new Uint8Array(body) }),
    });
    const text = await answer.text();
    if (answer.status !== expected) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
    return answer;
  };
}
