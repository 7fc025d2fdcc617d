import { AppError } from "@rollcall/domain/problem";
import { createSealer } from "@rollcall/runtime";
import { expect, it } from "vitest";
import { type ChannelContext, createChannel } from "../src/channels/index.ts";
import { openWorld } from "./world.ts";

it("asks again whom a mail that failed kept from being asked", async () => {
  const world = await openWorld();
  try {
    await world.db.prisma.workspace.update({ where: { id: world.workspaceId }, data: { plan: "free" } });
    const asked: string[] = [];
    let isDown = true;
    const ctx: ChannelContext = {
      ...world.context(),
      sealer: createSealer("a secret that is long enough for tests"),
      guard: { isNamed: () => false, namesAny: false },
      mail: async ({ to }) => {
        if (isDown && to.startsWith("b@")) throw new AppError("unavailable", "The mail could not be sent.");
        asked.push(to);
      },
    };
    const to = ["a@example.com", "b@example.com", "c@example.com"];
    const make = (name: string) => createChannel(ctx, { kind: "email", name, config: { to } });
    await expect(make("ops")).rejects.toMatchObject({ code: "unavailable" });
    isDown = false;
    await make("ops again");
    expect(asked).toEqual(to);
  } finally {
    await world.close();
  }
});
