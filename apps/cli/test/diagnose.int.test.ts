import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startCli } from "./cli-run.ts";

const missing =
  'Warning  Failed  3s  kubelet  Failed to pull image "ghcr.io/acme/api:1.43": manifest unknown';

const told = async (input: string, ...args: string[]) => {
  const run = startCli(["diagnose", ...args], { input });
  return { code: await run.code, out: run.out, err: run.err };
};

describe("diagnose", () => {
  it("says what is piped in means, where it read that, and what to type next", async () => {
    const { code, out } = await told(missing);
    expect(code).toBe(0);
    expect(out).toContain("ghcr.io/acme/api:1.43 does not exist in its registry");
    expect(out).toContain("read: Warning Failed");
    expect(out).toContain("next: docker manifest inspect ghcr.io/acme/api:1.43");
  });

  it("prints one object with --json, for a pipe that is named too", async () => {
    const { out } = await told(missing, "-", "--json");
    const { causes } = JSON.parse(out);
    expect(causes).toMatchObject([
      {
        code: "image_not_found",
        evidence: [expect.any(String)],
        next: [expect.any(String), expect.any(String), expect.any(String)],
      },
    ]);
  });

  it("prints an empty list when nothing is wrong", async () => {
    expect(JSON.parse((await told("api-1  1/1  Running  0  5m", "--json")).out)).toEqual({ causes: [] });
    expect((await told("api-1  1/1  Running  0  5m")).out).toContain("No cause found");
  });

  it("reads a file, and shows no secret of it", async () => {
    const file = join(tmpdir(), `rollcall-diagnose-${process.pid}.txt`);
    await writeFile(file, `${missing} password=hunter2hunter2`);
    const { out } = await told("", file);
    expect(out).toContain("does not exist");
    expect(out).not.toContain("hunter2");
  });

  it("keeps the end of more than 1 MiB, and says so", async () => {
    const { out, err } = await told(`${"x\n".repeat(800_000)}${missing}`, "--json");
    expect(JSON.parse(out).causes[0].code).toBe("image_not_found");
    expect(err).toContain("last 1 MiB");
  });

  it("exits 2 for a file that is not there", async () => {
    const { code, err } = await told("", "/does/not/exist");
    expect(code).toBe(2);
    expect(err).toContain("Cannot read /does/not/exist");
  });
});
