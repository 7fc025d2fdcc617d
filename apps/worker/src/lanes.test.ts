import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLanes } from "./lanes.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const limits = { max: 2, perWorkspaceMax: 2, perPlaceMax: 2 };

/** Work that runs until it is told to end; names are `workspace/place` with anything behind. */
function workshop(of: typeof limits) {
  const lanes = createLanes(of);
  const ends = new Map<string, () => void>();
  const started: string[] = [];
  return {
    started,
    running: () => [...ends.keys()],
    start(name: string) {
      const [workspaceId = "", place = ""] = name.split(/[/ ]/);
      void lanes.run({ workspaceId, place }, () => {
        started.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      });
    },
    async end(name: string) {
      ends.get(name)?.();
      ends.delete(name);
      await settle();
    },
  };
}

describe("createLanes", () => {
  const cases = [
    {
      name: "never runs more than its maximum, and starts the next when one ends",
      input: { limits, start: ["a/x", "b/y", "c/z"], end: ["a/x"] },
      expected: ["a/x", "b/y", "c/z"],
    },
    {
      name: "never runs more than that",
      input: { limits, start: ["a/x", "b/y", "c/z"], end: [] },
      expected: ["a/x", "b/y"],
    },
    {
      name: "lets a host that hangs hold back only itself",
      input: {
        limits: { max: 3, perWorkspaceMax: 3, perPlaceMax: 2 },
        start: ["a/hung 1", "a/hung 2", "a/hung 3", "a/well"],
        end: [],
      },
      expected: ["a/hung 1", "a/hung 2", "a/well"],
    },
    {
      name: "keeps room for others, whatever one workspace asks for",
      input: {
        limits: { max: 3, perWorkspaceMax: 2, perPlaceMax: 9 },
        start: ["a/x", "a/y", "a/z", "b/x"],
        end: [],
      },
      expected: ["a/x", "a/y", "b/x"],
    },
    {
      name: "gives a freed lane to the workspace with the fewest in work, however many hosts another one has",
      input: { limits, start: ["a/x", "a/y", "a/z", "a/w", "b/x"], end: ["a/x"] },
      expected: ["a/x", "a/y", "b/x"],
    },
    {
      name: "gives it to that workspace's host with the fewest",
      input: { limits, start: ["a/x 1", "a/x 2", "a/x 3", "a/y 1"], end: ["a/x 1"] },
      expected: ["a/x 1", "a/x 2", "a/y 1"],
    },
  ];
  it.each(cases)("$name", async ({ input, expected }) => {
    const shop = workshop(input.limits);
    for (const name of input.start) shop.start(name);
    await settle();
    for (const name of input.end) await shop.end(name);
    expect(shop.started).toEqual(expected);
  });

  it("keeps every limit, and starts everything in the end", async () => {
    const names = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("x", "y", "z")), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(names, async (owners) => {
        const of = { max: 5, perWorkspaceMax: 3, perPlaceMax: 2 };
        const shop = workshop(of);
        for (const [i, [workspace, place]] of owners.entries()) shop.start(`${workspace}/${place} ${i}`);
        await settle();
        for (let left = shop.running(); left.length > 0; left = shop.running()) {
          const count = (prefix: string) => left.filter((name) => name.startsWith(prefix)).length;
          expect(left.length).toBeLessThanOrEqual(of.max);
          for (const workspace of ["a", "b", "c"]) {
            expect(count(`${workspace}/`)).toBeLessThanOrEqual(of.perWorkspaceMax);
            for (const place of ["x", "y", "z"])
              expect(count(`${workspace}/${place} `)).toBeLessThanOrEqual(of.perPlaceMax);
          }
          await shop.end(left[0] ?? "");
        }
        expect(shop.started).toHaveLength(owners.length);
      }),
      { numRuns: 50 },
    );
  });

  it("delays nobody's work for the 5,000 targets of another workspace that hang", async () => {
    const of = { max: 256, perWorkspaceMax: 224, perPlaceMax: 32 };
    const asked = fc.array(fc.tuple(fc.constantFrom("b", "c"), fc.nat(2), fc.boolean()), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(asked, fc.nat(60), async (steps, hangFrom) => {
        const shop = workshop(of);
        const hang = () => {
          for (let i = 0; i < 5_000; i++) shop.start(`hung/host-${i}`);
        };
        let begun = 0;
        for (const [i, [workspace, place, isEnding]] of steps.entries()) {
          if (i === hangFrom) hang();
          const others = shop.running().filter((name) => !name.startsWith("hung"));
          if (isEnding && others[0] !== undefined) await shop.end(others[0]);
          // What is kept for others is shared by those who hang in nobody's way.
          if (others.length >= of.max - of.perWorkspaceMax) continue;
          const name = `${workspace}/${place} ${i}`;
          shop.start(name);
          await settle();
          expect(shop.started).toContain(name);
          begun += 1;
        }
        expect(shop.started.filter((name) => !name.startsWith("hung"))).toHaveLength(begun);
      }),
      { numRuns: 6 },
    );
  });

  it("gives the next lane to who has none, when two workspaces that hang have taken all", async () => {
    const shop = workshop({ max: 256, perWorkspaceMax: 224, perPlaceMax: 32 });
    for (const workspace of ["a", "b"]) for (let i = 0; i < 1_000; i++) shop.start(`${workspace}/host-${i}`);
    shop.start("c/x");
    await settle();
    expect(shop.started).not.toContain("c/x");
    await shop.end("a/host-0");
    expect(shop.started.at(-1)).toBe("c/x");
  });

  it("gives the lane back when the work fails", async () => {
    const lanes = createLanes({ max: 1, perWorkspaceMax: 1, perPlaceMax: 1 });
    const owner = { workspaceId: "a", place: "x" };
    await expect(lanes.run(owner, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(lanes.run(owner, async () => "yes")).resolves.toBe("yes");
  });
});
