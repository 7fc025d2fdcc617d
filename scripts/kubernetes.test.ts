/** What deploy/kubernetes says of Rollcall on many machines, read as kustomize reads it where that is installed. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { envSchema, parseEnv, roles } from "@rollcall/runtime";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";

// biome-ignore lint/suspicious/noExplicitAny: manifests are what Kubernetes says they are
type Manifest = any;

const root = join(import.meta.dirname, "..");
const folder = join(root, "deploy/kubernetes");
const read = (file: string) => readFileSync(join(folder, file), "utf8");
const readAll = (file: string): Manifest[] => parseAllDocuments(read(file)).map((one) => one.toJS());
const regions = readdirSync(join(folder, "regions"));
const whole = parse(read("kustomization.yaml"));
const files: string[] = whole.resources.filter((name: string) => name.endsWith(".yaml"));
const all = [...files.flatMap(readAll), ...readAll("prober/prober.yaml"), ...readAll("prober/network.yaml")];
const deployments = all.filter(({ kind }) => kind === "Deployment");
const pods = all.filter(({ kind }) => kind === "Deployment" || kind === "Job");
const namesOf = (ones: Manifest[]): string[] => ones.map(({ metadata }) => metadata.name);
const containerOf = ({ spec }: Manifest): Manifest => spec.template.spec.containers[0];

const url = "postgres://rollcall:x@db:5432/rollcall";
const redis = { REDIS_URL: "rediss://queue:6379" };
/** What the guide puts into each secret. */
const secrets: Record<string, Record<string, string>> = {
  "rollcall-core": { ...redis, DATABASE_URL: url, ROLLCALL_SECRET: "0123456789abcdef0123456789abcdef" },
  "rollcall-region": { ...redis, ROLLCALL_REGION_KEY: "A".repeat(43) },
};
const settings: Record<string, string[]> = {
  "rollcall-settings": whole.configMapGenerator[0].literals,
  "rollcall-region": [
    ...parse(read("prober/kustomization.yaml")).configMapGenerator[0].literals,
    ...parse(read("regions/eu-west/kustomization.yaml")).configMapGenerator[0].literals,
  ],
};

/** The environment that a container gets. */
function environmentOf(manifest: Manifest): Record<string, string> {
  const { env, envFrom = [] } = containerOf(manifest);
  const given = envFrom.map(({ configMapRef, secretRef }: Manifest) =>
    configMapRef
      ? Object.fromEntries(settings[configMapRef.name]?.map((line) => line.split(/=(.*)/).slice(0, 2)) ?? [])
      : secrets[secretRef.name],
  );
  return Object.assign({}, ...given, ...env.map(({ name, value }: Manifest) => ({ [name]: value })));
}

describe("deploy/kubernetes", () => {
  it("runs every role, each by itself and twice", () => {
    const run = deployments.map((one) => parseEnv(environmentOf(one)).roles);
    expect(run.flat().sort()).toEqual([...roles].sort());
    expect(run.every((own) => own.length === 1)).toBe(true);
    expect(deployments.every(({ spec }) => spec.replicas === 2)).toBe(true);
  });

  it.each(pods)("gives $metadata.name variables that are read, with values that are accepted", (one) => {
    const env = environmentOf(one);
    expect(Object.keys(envSchema.shape)).toEqual(expect.arrayContaining(Object.keys(env)));
    expect(parseEnv(env)).toMatchObject({ nodeEnv: "production", redisUrl: redis.REDIS_URL });
  });

  it("gives probers neither the database nor the secret", () => {
    const [prober] = readAll("prober/prober.yaml");
    expect(JSON.stringify(prober)).not.toContain("rollcall-core");
    expect(parseEnv(environmentOf(prober))).toMatchObject({ databaseUrl: null, secret: null });
  });

  it.each(pods)("lets $metadata.name write only where nothing of the image is", (one) => {
    const { spec } = one.spec.template;
    const { securityContext, resources, volumeMounts } = containerOf(one);
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(resources).toMatchObject({
      requests: { cpu: expect.any(String) },
      limits: { memory: expect.any(String) },
    });
    const volumes = spec.volumes.map(({ name }: Manifest) => name);
    expect(volumeMounts.map(({ name }: Manifest) => name)).toEqual(volumes);
  });

  it("keeps what a prober could not hand over where it has room for it", () => {
    const [prober] = readAll("prober/prober.yaml");
    const { dataDir, spool } = parseEnv(environmentOf(prober));
    const mount = containerOf(prober).volumeMounts.find(({ mountPath }: Manifest) => mountPath === dataDir);
    const volume = prober.spec.template.spec.volumes.find(({ name }: Manifest) => name === mount.name);
    expect(Number.parseInt(volume.emptyDir.sizeLimit, 10) * 1024 ** 2).toBeGreaterThan(spool.bytesMax);
  });

  it.each(deployments)("asks $metadata.name how it is, and ends one after the other", (one) => {
    const container = containerOf(one);
    const { roles: own, port, workerPort, host } = parseEnv(environmentOf(one));
    expect(container.ports[0].containerPort).toBe(own.includes("web") ? port : workerPort);
    expect(host).toBe("0.0.0.0");
    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"])
      expect(container[probe].httpGet.port, probe).toBe(container.ports[0].name);
    expect(one.spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    const budget = all.find(
      ({ kind, metadata }) => kind === "PodDisruptionBudget" && metadata.name === one.metadata.name,
    );
    expect(budget.spec).toEqual({ minAvailable: 1, selector: one.spec.selector });
  });

  it("starts only programs that the build makes", () => {
    const build = readFileSync(join(root, "scripts/setup/build.mjs"), "utf8");
    for (const one of pods) expect(build, one.metadata.name).toContain(containerOf(one).command[1]);
  });

  it("closes what nobody has to reach, and private networks to probers", () => {
    const policies = all.filter(({ kind }) => kind === "NetworkPolicy");
    expect(namesOf(policies)).toEqual(["rollcall-closed", "rollcall-web", "rollcall-prober"]);
    const [outward] = policies[2].spec.egress.at(-1).to;
    expect(outward.ipBlock.except).toEqual(expect.arrayContaining(["10.0.0.0/8", "169.254.0.0/16"]));
  });

  it("has a folder for each region that differs in its name alone", () => {
    expect(whole.resources.filter((name: string) => !files.includes(name)).sort()).toEqual(
      regions.map((region) => `regions/${region}`).sort(),
    );
    const first = read("regions/eu-west/kustomization.yaml");
    for (const region of regions)
      expect(read(`regions/${region}/kustomization.yaml`)).toBe(first.replaceAll("eu-west", region));
  });

  it.skipIf(!hasKubectl())("becomes the same by kubectl kustomize, every reference resolved", () => {
    const text = execFileSync("kubectl", ["kustomize", folder], { encoding: "utf8" });
    const built: Manifest[] = parseAllDocuments(text).map((one) => one.toJS());
    const made = built.filter(({ kind }) => kind === "Deployment");
    expect(namesOf(made).sort()).toEqual(
      [...namesOf(deployments).filter((name) => name !== "rollcall-prober")]
        .concat(regions.map((region) => `rollcall-prober-${region}`))
        .sort(),
    );
    const maps = namesOf(built.filter(({ kind }) => kind === "ConfigMap"));
    for (const one of made) {
      const { image, envFrom } = containerOf(one);
      expect(image).toBe("registry.example.com/rollcall:0.1.0");
      expect(maps).toContain(envFrom[0].configMapRef.name);
      const region = one.metadata.labels["rollcall/region"];
      expect(envFrom[1].secretRef.name).toBe(region ? `rollcall-region-${region}` : "rollcall-core");
      expect(one.spec.selector.matchLabels["rollcall/region"]).toBe(region);
    }
  });
});

function hasKubectl(): boolean {
  try {
    execFileSync("kubectl", ["version", "--client"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
