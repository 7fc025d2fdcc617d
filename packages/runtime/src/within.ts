/** Something is not as it must be for serving; the message may be shown to anybody. */
export class NotReady extends Error {}

/** Waits for `work`, but not longer than `ms`; then it rejects with `NotReady` and the work goes on unheard. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotReady(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
