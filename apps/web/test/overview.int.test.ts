/** What the overview and the pages of services and regions are told. */
import { newId } from "@rollcall/db";
import { readOverview } from "@rollcall/services/overview";
import { listRegions } from "@rollcall/services/regions";
import { readService } from "@rollcall/services/services";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Fixture, makeFixture } from "./fixtures.ts";
import { openTestWeb, send, signUp, systemContext, type TestPerson, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let ana: TestPerson;
let fixture: Fixture;
beforeAll(async () => {
  web = await openTestWeb();
  ana = await signUp(web, "Ana");
  fixture = await makeFixture(web, ana.workspaceId, "checkout-api");
});
afterAll(() => web.close());

const beat = (region: string, workerId: string, secondsAgo: number) =>
  web.wiring.db.prisma.regionWorker.create({
    data: {
      region,
      workerId,
      version: "0.1.0",
      startedAt: new Date(),
      seenAt: new Date(Date.now() - secondsAgo * 1000),
    },
  });

it("shows a new workspace what it has not done yet", async () => {
  const bo = await signUp(web, "Bo");
  expect(await readOverview(systemContext(web, bo.workspaceId))).toMatchObject({
    attention: [],
    running: [],
    rows: [],
    firstSteps: { monitor: false, deploy: false, channel: false, token: false },
  });
});

it("has a row for every service and environment, with its last deploy and its open incident", async () => {
  const { rows, attention, firstSteps } = await readOverview(systemContext(web, ana.workspaceId));
  expect(firstSteps).toEqual({ monitor: true, deploy: true, channel: true, token: true });
  expect(rows.map(({ service, environment }) => `${service} ${environment}`)).toEqual([
    "checkout-api production",
    "checkout-api staging",
  ]);
  expect(rows[0]).toMatchObject({ monitors: 1, lastDeploy: { id: fixture.deploy, version: "1.42.0" } });
  expect(rows[1]).toMatchObject({
    monitors: 0,
    openIncident: { id: fixture.incident, severity: "critical" },
  });
  expect(attention[0]).toMatchObject({
    kind: "incident",
    severity: "critical",
    href: `/incidents/${fixture.incident}`,
  });
});

it("takes the newest of many deploys as the last one", async () => {
  const environment = await web.wiring.db.prisma.environment.create({
    data: { id: newId("env"), workspaceId: ana.workspaceId, serviceId: fixture.serviceId, name: "many" },
  });
  const template = await web.wiring.db.prisma.deploy.findUniqueOrThrow({ where: { id: fixture.deploy } });
  const { verdict, plan, metadata, accepted, policyFrom, clusterWords: _words, ...columns } = template;
  for (const minute of [3, 1, 2])
    await web.wiring.db.prisma.deploy.create({
      data: {
        ...columns,
        id: newId("dep"),
        environmentId: environment.id,
        version: `at-${minute}`,
        createdAt: new Date(Date.UTC(2026, 0, 1, 0, minute)),
        verdict: verdict ?? {},
        plan: plan ?? {},
        metadata: metadata ?? {},
        accepted: accepted ?? [],
        policyFrom: policyFrom ?? {},
      },
    });
  const { rows } = await readOverview(systemContext(web, ana.workspaceId));
  expect(rows.find((row) => row.environment === "many")).toMatchObject({ lastDeploy: { version: "at-3" } });
});

it("tells which regions answer, by their workers' heartbeats, and which of them fell silent", async () => {
  await Promise.all([beat("eu-west", "a", 2), beat("eu-west", "b", 300), beat("ap-south", "c", 300)]);
  const ctx = systemContext(web, ana.workspaceId);
  expect(await listRegions(ctx)).toMatchObject([
    { region: "ap-south", alive: false, monitors: 1, workers: [{ alive: false }] },
    {
      region: "eu-west",
      alive: true,
      monitors: 1,
      workers: [{ workerId: "a", alive: true }, { alive: false }],
    },
  ]);
  const { attention } = await readOverview(ctx);
  expect(attention.filter(({ kind }) => kind === "region")).toMatchObject([
    { title: "No data from ap-south" },
  ]);
});

it("gives a service's page its environments with monitors, deploys and incidents", async () => {
  const view = await readService(systemContext(web, ana.workspaceId), "checkout-api");
  expect(view.environments.find(({ environment }) => environment === "production")).toMatchObject({
    monitorList: [{ id: fixture.monitor, sentence: expect.any(String), recent: [] }],
    deploys: [{ id: fixture.deploy }],
    usuallyLiveSeconds: null,
  });
  expect(view.environments.find(({ environment }) => environment === "staging")).toMatchObject({
    incidents: [{ id: fixture.incident }],
  });
});

it("answers the dashboard over HTTP as the page gets it", async () => {
  const response = await send(web, "GET", "/api/app/overview", { cookie: ana.cookie });
  const { generatedAt: _now, ...view } = await readOverview(systemContext(web, ana.workspaceId));
  expect(await response.json()).toMatchObject(JSON.parse(JSON.stringify(view)));
});
