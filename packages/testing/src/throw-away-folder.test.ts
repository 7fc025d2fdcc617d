import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { makeThrowAwayFolder } from "./throw-away-folder.ts";

it("is another one each time, and empty", () => {
  const folders = [makeThrowAwayFolder(), makeThrowAwayFolder()];
  expect(new Set(folders).size).toBe(2);
  for (const folder of folders) {
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  }
});

it("takes with it what a killed program left in memory, and leaves what a running one has", () => {
  const mine = makeThrowAwayFolder();
  const left = join(dirname(mine), `rollcall-${spawnSync("true").pid}-left`);
  mkdirSync(left);
  rmSync(makeThrowAwayFolder(), { recursive: true });
  expect(existsSync(left)).toBe(dirname(mine) === tmpdir());
  expect(existsSync(mine)).toBe(true);
  for (const folder of [mine, left]) rmSync(folder, { recursive: true, force: true });
});
