import { describe, expect, it } from "vitest";
import { shareLookups } from "./share-lookups.ts";

const limits = { max: 4, unprovenMax: 2, quickMs: 60_000, namesMax: 100 };
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A resolver that answers when it is told to, and notes what it was asked. */
function slowResolver(given = limits) {
  const asked: string[] = [];
  const ends = new Map<string, () => void>();
  const resolve = shareLookups((hostname) => {
    asked.push(hostname);
    return new Promise((end) => ends.set(hostname, () => end([`address of ${hostname}`])));
  }, given);
  const end = async (...names: string[]) => {
    await settle();
    for (const name of names) ends.get(name)?.();
    await settle();
  };
  const prove = async (...names: string[]) => {
    for (const name of names) {
      const found = resolve(name);
      await end(name);
      await found;
    }
    asked.length = 0;
  };
  return { resolve, asked, end, prove };
}

describe("shareLookups", () => {
  it("looks a name up once for all who ask meanwhile, and anew afterwards", async () => {
    const { resolve, asked, end } = slowResolver();
    const both = Promise.all([resolve("a"), resolve("a")]);
    await end("a");
    expect(await both).toEqual([["address of a"], ["address of a"]]);
    expect(asked).toEqual(["a"]);
    void resolve("a");
    await settle();
    expect(asked).toEqual(["a", "a"]);
  });

  it("never looks up more names at once than it may, and all in the end", async () => {
    const { resolve, asked, end, prove } = slowResolver();
    const names = ["a", "b", "c", "d", "e", "f"];
    await prove(...names);
    const all = Promise.all(names.map(resolve));
    await settle();
    expect(asked).toEqual(["a", "b", "c", "d"]);
    await end("a");
    expect(asked).toEqual(["a", "b", "c", "d", "e"]);
    await end("b", "c", "d", "e");
    await end("f");
    expect(await all).toHaveLength(6);
  });

  it("keeps room for names that answer, however many do not", async () => {
    const { resolve, asked, prove } = slowResolver();
    await prove("good");
    for (let i = 0; i < 50; i++) void resolve(`dead-${i}`);
    void resolve("good");
    await settle();
    expect(asked).toEqual(["dead-0", "dead-1", "good"]);
    expect([resolve.isWaiting?.("dead-1"), resolve.isWaiting?.("dead-2")]).toEqual([false, true]);
  });

  it("believes a name that was slow no more than a new one", async () => {
    const { resolve, asked, end } = slowResolver({ ...limits, quickMs: 0 });
    for (const name of ["a", "b", "c"]) {
      const found = resolve(name);
      await end(name);
      await found;
    }
    for (const name of ["a", "b", "c"]) void resolve(name);
    await settle();
    expect(asked).toEqual(["a", "b", "c", "a", "b"]);
  });

  it("gives its room back when there is no such name", async () => {
    const resolve = shareLookups(() => Promise.reject(new Error("ENOTFOUND")), { ...limits, max: 1 });
    await expect(resolve("a")).rejects.toThrow("ENOTFOUND");
    await expect(resolve("b")).rejects.toThrow("ENOTFOUND");
  });
});
