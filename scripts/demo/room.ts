/** Runs what it is given, but never more than its size at once. */
export type Room = (act: () => Promise<void>) => Promise<void>;

/** A room for `size` at once; whoever finds it full gets in in the order of asking. */
export function createRoom(size: number): Room {
  let free = size;
  const waiting: (() => void)[] = [];
  return async (act) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      await act();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
