import { describe, expect, it } from "vitest";
import { createLanes } from "./lanes.ts";

/** Work that runs until it is told to end, and a count of what runs. */
function workshop() {
  const ends: (() => void)[] = [];
  const started: string[] = [];
  return {
    started,
    work: (name: string) => () =>
      new Promise<void>((resolve) => {
        started.push(name);
        ends.push(resolve);
      }),
    endFirst: () => ends.shift()?.(),
  };
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("createLanes", () => {
  it("never runs more than its maximum, and starts the next when one ends", async () => {
    const lanes = createLanes({ max: 2, perHostMax: 2 });
    const { started, work, endFirst } = workshop();
    for (const name of ["a", "b", "c"]) void lanes.run(name, work(name));
    await settle();
    expect(started).toEqual(["a", "b"]);
    endFirst();
    await settle();
    expect(started).toEqual(["a", "b", "c"]);
  });

  it("lets a host that hangs hold back only itself", async () => {
    const lanes = createLanes({ max: 3, perHostMax: 2 });
    const { started, work } = workshop();
    for (let i = 0; i < 5; i++) void lanes.run("hung", work(`hung ${i}`));
    void lanes.run("well", work("well"));
    await settle();
    expect(started).toEqual(["hung 0", "hung 1", "well"]);
  });

  it("gives a freed lane to the host with the fewest in flight", async () => {
    const lanes = createLanes({ max: 2, perHostMax: 2 });
    const { started, work, endFirst } = workshop();
    for (const name of ["x 1", "x 2", "x 3"]) void lanes.run("x", work(name));
    void lanes.run("y", work("y 1"));
    await settle();
    endFirst();
    await settle();
    expect(started).toEqual(["x 1", "x 2", "y 1"]);
  });

  it("gives the lane back when the work fails", async () => {
    const lanes = createLanes({ max: 1, perHostMax: 1 });
    await expect(lanes.run("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(lanes.run("a", async () => "yes")).resolves.toBe("yes");
  });
});
