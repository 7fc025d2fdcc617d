import { expect, it } from "vitest";
import { createRoom } from "./room.ts";

it("lets no more in than it has room for, and everybody in their turn, failures included", async () => {
  const room = createRoom(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const visits = [1, 2, 3, 4, 5].map((visitor) =>
    room(async () => {
      inside += 1;
      most = Math.max(most, inside);
      order.push(visitor);
      await new Promise(setImmediate);
      inside -= 1;
      if (visitor === 2) throw new Error("stumbled");
    }),
  );
  const outcomes = await Promise.allSettled(visits);
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
  expect(outcomes.map(({ status }) => status).filter((status) => status === "rejected")).toHaveLength(1);
});
