import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { envSchema, parseEnv } from "@rollcall/runtime";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

type Service = {
  build?: unknown;
  command?: string;
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  networks?: string[];
  volumes?: string[];
};

const root = join(import.meta.dirname, "..");
const text = readFileSync(join(root, "docker-compose.yml"), "utf8");
const { services, networks, volumes } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
};
const ours = Object.entries(services).filter(([, service]) => service.build);

/** What the service's programs see: compose fills `${NAME:-default}` from the env file. */
function environmentOf(service: Service) {
  const filled = Object.entries(service.environment ?? {}).map(([name, value]) => [
    name,
    fill(String(value)),
  ]);
  return parseEnv({ ROLLCALL_SECRET: "0123456789abcdef0123456789abcdef", ...Object.fromEntries(filled) });
}

function fill(value: string): string {
  const filled = value.replace(/\$\{\w+:-([^{}]*)\}/g, "$1");
  return filled === value ? value : fill(filled);
}

describe("docker-compose.yml", () => {
  it("has every role once, and one prober for each of three regions", () => {
    const roles = ours.flatMap(([name, service]) => (name === "migrate" ? [] : environmentOf(service).roles));
    expect(roles.sort()).toEqual(["judge", "notifier", "prober", "prober", "prober", "scheduler", "web"]);
    const probers = ours.filter(
      ([, service]) =>
        environmentOf(service).roles.includes("prober") && service.environment?.ROLLCALL_REGIONS,
    );
    expect(probers.map(([, service]) => environmentOf(service).regions)).toEqual([
      ["eu-west"],
      ["us-east"],
      ["ap-south"],
    ]);
  });

  it("gives every program an environment that it accepts, with the queue on Redis", () => {
    for (const [, service] of ours)
      expect(environmentOf(service)).toMatchObject({ redisUrl: "redis://redis:6379" });
    expect(environmentOf(services.web ?? {})).toMatchObject({
      port: 3000,
      host: "0.0.0.0",
      baseUrl: "http://localhost:3000",
    });
  });

  it("sets only variables that are read", () => {
    for (const [name, { environment }] of ours)
      expect(Object.keys(envSchema.shape), name).toEqual(
        expect.arrayContaining(Object.keys(environment ?? {})),
      );
  });

  it("keeps what a prober could not hand over when its container is made anew", () => {
    for (const [name, service] of ours.filter(([name]) => name.startsWith("prober-")))
      expect(service.volumes, name).toEqual([`spool:${environmentOf(service).dataDir}`]);
  });

  it("keeps the database from the probers", () => {
    for (const [name, service] of ours.filter(([name]) => name.startsWith("prober-"))) {
      expect(environmentOf(service).databaseUrl, name).toBeNull();
      expect(service.networks, name).not.toContain("store");
    }
  });

  it("checks the health of everything that keeps running", () => {
    const unchecked = Object.entries(services).filter(([, service]) => !service.healthcheck);
    expect(unchecked.map(([name]) => name)).toEqual(["migrate"]);
  });

  it("waits only for what exists, and for health only where health is checked", () => {
    for (const [name, service] of Object.entries(services))
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(services, `${name} waits for ${other}`).toHaveProperty(other);
        if (condition === "service_healthy") expect(services[other], other).toHaveProperty("healthcheck");
      }
  });

  it("names only networks and volumes that it declares", () => {
    for (const service of Object.values(services)) {
      for (const network of service.networks ?? [])
        expect(["default", ...Object.keys(networks)]).toContain(network);
      for (const volume of service.volumes ?? [])
        expect(Object.keys(volumes)).toContain(volume.split(":")[0]);
    }
  });

  it("starts only programs that the build makes", () => {
    const build = readFileSync(join(root, "scripts/setup/build.mjs"), "utf8");
    for (const [name, service] of ours) expect(build, name).toContain(service.command?.replace("node ", ""));
  });
});

it("copies into the image only what is there, or what installing and building make", () => {
  const dockerfile = readFileSync(join(root, "deploy/Dockerfile"), "utf8");
  const copied = [...dockerfile.matchAll(/^COPY --from=\w+ (.+) \S+$/gm)].flatMap(([, from = ""]) =>
    from.split(" "),
  );
  const isMade = (path: string) => /\/(node_modules|dist|\.next)$/.test(path);
  const kept = copied.filter((path) => !isMade(path)).map((path) => path.replace("/app/", ""));
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
