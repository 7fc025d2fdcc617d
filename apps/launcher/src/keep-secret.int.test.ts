import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepSecret } from "./keep-secret.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-secret-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("the kept secret", () => {
  it("is made once, also by programs that start together, and readable by its owner only", async () => {
    const dataDir = join(folder, "data");
    const [one, two] = await Promise.all([keepSecret(dataDir), keepSecret(dataDir)]);
    expect(one.length).toBeGreaterThanOrEqual(32);
    expect(two).toBe(one);
    expect(await keepSecret(dataDir)).toBe(one);
    expect((await stat(join(dataDir, "secret"))).mode & 0o777).toBe(0o600);
  });

  it("is never replaced when it is damaged, because it opens what it sealed", async () => {
    await writeFile(join(folder, "secret"), "cut");
    await expect(keepSecret(folder)).rejects.toThrow("does not hold a secret");
  });
});
