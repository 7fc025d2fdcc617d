/** What a loop sleeps on. A ring while nobody waits is kept for the next `wait`; after `close` nobody waits. */
export type Doorbell = {
  ring(): void;
  close(): void;
  wait(timeoutMs: number): Promise<"rung" | "timeout" | "closed">;
  /** Sleeps through rings, which are kept; only `close` ends it early. */
  rest(ms: number): Promise<"timeout" | "closed">;
};

export function createDoorbell(): Doorbell {
  let hasRung = false;
  let isClosed = false;
  let onChange = () => {};

  function sleep(ms: number, isAwake: () => boolean): Promise<void> {
    if (isAwake()) return Promise.resolve();
    return new Promise((resolve) => {
      const wakeUp = () => {
        clearTimeout(timer);
        onChange = () => {};
        resolve();
      };
      const timer = setTimeout(wakeUp, ms);
      onChange = () => {
        if (isAwake()) wakeUp();
      };
    });
  }

  return {
    ring() {
      hasRung = true;
      onChange();
    },
    close() {
      isClosed = true;
      onChange();
    },
    async wait(timeoutMs) {
      await sleep(timeoutMs, () => hasRung || isClosed);
      if (isClosed) return "closed";
      if (!hasRung) return "timeout";
      hasRung = false;
      return "rung";
    },
    async rest(ms) {
      await sleep(ms, () => isClosed);
      return isClosed ? "closed" : "timeout";
    },
  };
}
