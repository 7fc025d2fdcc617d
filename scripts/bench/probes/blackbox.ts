/** The peer: Prometheus' blackbox_exporter, driven over kept connections as Prometheus drives it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { findProgram } from "@rollcall/testing/find-program";
import { watchProgram } from "@rollcall/testing/program";
import { waitUntil } from "@rollcall/testing/wait-until";
import { cpuSeconds } from "../process-cpu.ts";
import { pin } from "./pin.ts";
import { certificateFile } from "./targets.ts";

export type Blackbox = {
  /** One probe from a fresh connection; rejects when it did not succeed. */
  probe(url: string): Promise<void>;
  cpuSeconds(): number;
  close(): Promise<void>;
};

/** Said where the peer is missing. */
export const howToInstall =
  "blackbox_exporter is left out: apt-get install prometheus-blackbox-exporter, or put it on the PATH";

/** It reads less than the others do: the status alone. */
const configuration = `modules:
  web:
    prober: http
    timeout: 10s
    http:
      preferred_ip_protocol: ip4
      follow_redirects: false
      tls_config: { ca_file: ${certificateFile} }
`;

/** Starts the exporter where it is installed, else gives back `null`. */
export async function startBlackbox(): Promise<Blackbox | null> {
  const command = findProgram("prometheus-blackbox-exporter") ?? findProgram("blackbox_exporter");
  if (command === null) return null;
  const folder = await mkdtemp(join(tmpdir(), "rollcall-blackbox-"));
  const file = join(folder, "blackbox.yml");
  await writeFile(file, configuration);
  const address = `127.0.0.1:${await findFreePort()}`;
  const args = [`--config.file=${file}`, `--web.listen-address=${address}`, "--log.level=error"];
  const exporter = watchProgram("blackbox_exporter", command, args, { GOMAXPROCS: "1" });
  pin(exporter.pid, "measured");
  const agent = new Agent({ keepAlive: true });
  await waitUntil("blackbox_exporter", async () => (await read(`http://${address}/-/healthy`, agent)) !== "");
  return {
    async probe(url) {
      const text = await read(`http://${address}/probe?module=web&target=${encodeURIComponent(url)}`, agent);
      if (!text.includes("\nprobe_success 1\n")) throw new Error(`blackbox_exporter failed:\n${text}`);
    },
    cpuSeconds: () => cpuSeconds(exporter.pid),
    async close() {
      agent.destroy();
      await exporter.kill("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function read(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => resolve(Buffer.concat(chunks).toString()));
    }).on("error", reject);
  });
}
