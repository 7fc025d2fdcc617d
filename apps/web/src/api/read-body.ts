import { AppError } from "@rollcall/domain/problem";

/** The body of a request, `bytesMax` at most: throws `too_large` beyond, without reading on. */
export async function readBody(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) throw tooLarge(bytesMax);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(bytesMax: number): AppError {
  const limit = bytesMax < 1_048_576 ? `${bytesMax / 1_024} KiB` : `${bytesMax / 1_048_576} MiB`;
  return new AppError("too_large", `The body is larger than ${limit}.`);
}
