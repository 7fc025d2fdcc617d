import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";

const folder = join(import.meta.dirname, "../deploy/kubernetes/evidence");

// biome-ignore lint/suspicious/noExplicitAny: manifests are what Kubernetes says they are
async function manifests(): Promise<any[]> {
  const files = ["rbac.yaml", "cronjob.yaml", "kustomization.yaml"];
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()));
}

describe("the manifests of the evidence job", () => {
  it("let the job read events and pods of its namespace and nothing else", async () => {
    const all = await manifests();
    expect(all.find(({ kind }) => kind === "Role").rules).toEqual([
      { apiGroups: [""], resources: ["events", "pods"], verbs: ["get", "list"] },
    ]);
    expect(all.map(({ kind }) => kind)).not.toContain("ClusterRole");
  });

  it("name files and objects that are there", async () => {
    const all = await manifests();
    const { resources, configMapGenerator } = all.find(({ kind }) => kind === "Kustomization");
    const files = [
      ...resources,
      ...configMapGenerator.flatMap(({ files: given }: { files: string[] }) => given),
    ];
    await Promise.all(files.map((file: string) => readFile(join(folder, file))));
    const pod = all.find(({ kind }) => kind === "CronJob").spec.jobTemplate.spec.template.spec;
    expect(pod.serviceAccountName).toBe(all.find(({ kind }) => kind === "ServiceAccount").metadata.name);
    expect(pod.volumes[0].configMap.name).toBe(configMapGenerator[0].name);
  });
});

describe("send-evidence.mjs", () => {
  let asked: { url: string; token: string | undefined; body: string }[];
  let state: string;
  let work: string;
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse) {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { url = "", headers } = request;
    asked.push({ url, token: headers.authorization, body });
    response.end(JSON.stringify(answerTo(url)));
  }

  function answerTo(url: string) {
    if (url.startsWith("/api/v1/deploys?")) return { items: [{ id: "dep_1", state, endedAt: null }] };
    if (url.includes("/events?"))
      return { items: [{ type: "Warning", reason: "Failed", message: "x".repeat(2_000) }] };
    if (url.includes("/pods?"))
      return {
        items: [
          {
            metadata: { name: "api-1", namespace: "shop", labels: {} },
            spec: { env: "hunter2" },
            status: {},
          },
        ],
      };
    return { causes: [{ code: "crash_loop" }] };
  }

  beforeEach(async () => {
    asked = [];
    work = await mkdtemp(join(tmpdir(), "rollcall-evidence-"));
    await writeFile(join(work, "token"), "cluster-token\n");
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    server.close();
    await rm(work, { recursive: true });
  });

  const run = async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = {
      ROLLCALL_URL: url,
      ROLLCALL_TOKEN: "rc_1",
      ROLLCALL_SERVICE: "checkout-api",
      NAMESPACE: "shop",
      KUBERNETES_URL: url,
      KUBERNETES_TOKEN_FILE: join(work, "token"),
    };
    return promisify(execFile)(process.execPath, [join(folder, "send-evidence.mjs")], { env });
  };

  it("sends events and pods' states to the open deploy, each side with its own token, and no specification", async () => {
    state = "stuck";
    const { stdout } = await run();
    expect(stdout).toBe("dep_1: crash_loop\n");
    const sent = asked.find(({ url }) => url === "/api/v1/deploys/dep_1/evidence");
    expect(sent?.token).toBe("Bearer rc_1");
    expect(JSON.parse(sent?.body ?? "").items).toMatchObject([
      { kind: "Event", reason: "Failed" },
      { kind: "Pod", metadata: { name: "api-1", namespace: "shop" } },
    ]);
    expect(sent?.body).not.toContain("hunter2");
    const read = asked.filter(({ url }) => url.startsWith("/api/v1/namespaces/shop/"));
    expect(read.map(({ token }) => token)).toEqual(["Bearer cluster-token", "Bearer cluster-token"]);
  });

  it("asks the cluster nothing while no deploy is open", async () => {
    state = "live";
    expect((await run()).stdout).toBe("");
    expect(asked).toHaveLength(1);
  });
});
