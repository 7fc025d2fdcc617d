/** `npm run fleet -- --port 9000 --pods 10`: the simulated fleet alone, for trying things out. */
import { parseArgs } from "node:util";
import { startControlApi } from "./control-api.ts";
import { regionHeader } from "./entry.ts";
import { Fleet } from "./fleet.ts";
import type { FleetService } from "./fleet-service.ts";
import { scenarioKinds } from "./scenario.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "9000" },
    "control-port": { type: "string" },
    pods: { type: "string", default: "10" },
    service: { type: "string", multiple: true, default: ["checkout-api"] },
    version: { type: "string", default: "1.0.0" },
    regions: { type: "string", default: "eu-west,us-east,ap-south" },
    seed: { type: "string", default: "1" },
  },
});

const port = wholeNumber("port", values.port);
const regions = values.regions.split(",").filter((region) => region !== "");
const pods = wholeNumber("pods", values.pods);
const controlPort = values["control-port"]
  ? wholeNumber("control-port", values["control-port"])
  : port && port + 90;
const fleet = new Fleet({ regions, port, seed: wholeNumber("seed", values.seed) });
const control = await openAll().catch((error: NodeJS.ErrnoException) => {
  const reason = error.code === "EADDRINUSE" ? `${error.message}; choose another with --port` : error.message;
  process.stderr.write(`${reason}\n`);
  process.exit(1);
});

const first = values.service[0] ?? "";
const lines = [
  `A fleet of ${values.service.length} service(s) with ${pods} pods at each entry, version ${values.version}.`,
  "",
  ...fleet.services().flatMap(describe),
  "",
  `Control ${control.url}`,
  "",
  "Try:",
  `  curl -s ${fleet.service(first)?.url()}/version`,
  `  curl -s -H '${regionHeader}: ${regions[0] ?? "none"}' ${fleet.service(first)?.url()}/version`,
  `  curl -s ${control.url}/services/${first}`,
  `  curl -s -X POST ${control.url}/services/${first}/rollouts -d '{"kind":"rolling","version":"1.1.0","stepMs":3000}'`,
  `  curl -s -X PATCH ${control.url}/services/${first}/pods -d '{"slots":[0],"change":{"errorRate":0.2,"latencyMs":300}}'`,
  `  curl -s -X POST ${control.url}/reset`,
  "",
  `Scripts: ${scenarioKinds.join(", ")}`,
  "Ctrl-C stops.",
];
process.stdout.write(`${lines.join("\n")}\n`);

const stop = async () => {
  await Promise.all([control.close(), fleet.close()]);
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);

function describe(service: FleetService): string[] {
  return [
    service.name,
    `  ${service.url()}   /  /version  /text  /health`,
    ...regions.map((region) => `  ${service.url(region)}   as from ${region}`),
  ];
}

async function openAll() {
  for (const name of values.service)
    await fleet.createService({ name, pods, behaviour: { version: values.version } });
  return startControlApi(fleet, controlPort);
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(`--${option} takes a whole number, not "${text}".\n`);
  process.exit(2);
}
