import { afterAll, beforeAll, expect, it } from "vitest";
import { readIncident } from "../src/incidents/index.ts";
import { broken, old, openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.addMonitor({ intervalSeconds: 10 });
});
afterAll(() => world.close());

const types = () => world.noticeTypes();
const last = async () => readIncident(world.context(), (await world.incidents()).at(-1)!.id);

it("an outage that comes and goes is told once from the third time on, and over after a calm stretch", {
  timeout: 120_000,
}, async () => {
  await world.pass(12, old);
  for (let time = 0; time < 2; time++) {
    await world.pass(25, broken);
    await world.pass(40, old);
  }
  const twice = ["health.down", "health.recovered", "health.down", "health.recovered"];
  expect(await types()).toEqual(twice);

  await world.pass(25, broken);
  expect(await types()).toEqual([...twice, "health.down"]);
  expect((await world.notices()).at(-1)?.summary).toMatch(
    /^It has begun 3 times within \d+ min.*calm for 30 min\./,
  );
  await world.pass(40, old);
  await world.pass(25, broken);
  await world.pass(40, old);
  expect(await types()).toHaveLength(5);
  const flapping = await last();
  expect(flapping).toMatchObject({ state: "open", flapping: { calmSince: expect.any(String) } });
  expect(flapping.timeline.at(-1)).toMatchObject({
    type: "not_told",
    text: expect.stringMatching(/^Wrong again: .* Nobody is told: it comes and goes/),
  });

  world.advance(31 * 60_000);
  await world.pass(12, old);
  expect(await types()).toEqual([...twice, "health.down", "health.recovered"]);
  expect(await last()).toMatchObject({ state: "resolved" });
});
