import { expect, it } from "vitest";
import { createTurns } from "./turns.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

it("runs so many at once, the others in the order they came, also past one that fails", async () => {
  const inTurn = createTurns(2, 10);
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const all = [0, 1, 2, 3].map((index) =>
    inTurn(async () => {
      started.push(index);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (index === 0) throw new Error("no");
      return index;
    }).catch(() => "failed"),
  );
  await settle();
  expect(started).toEqual([0, 1]);
  ends[0]?.();
  await settle();
  expect(started).toEqual([0, 1, 2]);
  for (const index of [1, 2, 3]) {
    ends[index]?.();
    await settle();
  }
  expect(await Promise.all(all)).toEqual(["failed", 1, 2, 3]);
});

it("turns away who would wait behind too many", async () => {
  const inTurn = createTurns(1, 1);
  let end = () => {};
  const first = inTurn(() => new Promise<void>((resolve) => (end = resolve)));
  const second = inTurn(async () => "second");
  await expect(inTurn(async () => "third")).rejects.toMatchObject({ code: "unavailable" });
  end();
  await first;
  expect(await second).toBe("second");
});
