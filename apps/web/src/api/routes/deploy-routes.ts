import { deployState } from "@rollcall/domain/glossary";
import { parseInput } from "@rollcall/domain/problem";
import {
  acceptDeployInput,
  announceDeployInput,
  deployEventWire,
  deployWire,
  patchDeployInput,
  verdictWire,
} from "@rollcall/domain/wire";
import {
  acceptDeploy,
  announceDeploy,
  cancelDeploy,
  listDeploysQuery,
  listDeployWires,
  patchDeploy,
  readAnswers,
  readAnswersQuery,
  readDeploy,
  readDeployEvents,
  readVerdicts,
  readVerdictsQuery,
  waitForDeployChange,
} from "@rollcall/services/deploys";
import { z } from "zod";
import type { ApiDeps } from "../api-context.ts";
import { callerKey } from "../authenticate.ts";
import { answerStream } from "../event-stream.ts";
import { answerOnce } from "../idempotent.ts";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const tag = "Deploys";
const deploy = deployWire.meta({ id: "Deploy" });
const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** `/deploys`: announcing, following and settling. */
export function addDeployRoutes(router: Router, deps: ApiDeps): void {
  addAnnouncing(router);
  addSettling(router);
  addReading(router, deps);
  addStream(router, deps);
}

function addAnnouncing(router: Router): void {
  router.route(
    {
      method: "post",
      path: "/deploys",
      tag,
      summary: "Announce a deploy",
      description:
        "The same service, environment and version before it is live gives 200 and the same deploy, as a new try: the deadline starts anew, and what was found wrong must be found again. An unknown service is made.",
      headers: z.object({ "Idempotency-Key": z.string().max(255).optional() }),
      body: announceDeployInput,
      answers: {
        200: { description: "The deploy that was already open, updated", schema: deploy },
        201: { description: "The new deploy", schema: deploy },
      },
    },
    async (c, ctx) => {
      const body = await readJson(c);
      return answerOnce(c, body, async () => {
        const announced = await announceDeploy(ctx, body);
        return { status: announced.created ? 201 : 200, body: announced.deploy };
      });
    },
  );
  router.route(
    {
      method: "patch",
      path: "/deploys/{id}",
      tag,
      summary: "Change what was announced",
      body: patchDeployInput,
      answers: { 200: { description: "The deploy", schema: deploy } },
    },
    async (c, ctx, { id }) => c.json(await patchDeploy(ctx, id, await readJson(c))),
  );
}

function addSettling(router: Router): void {
  router.route(
    {
      method: "post",
      path: "/deploys/{id}/cancel",
      tag,
      summary: "Cancel a deploy",
      answers: { 200: { description: "The deploy", schema: deploy } },
    },
    async (c, ctx, { id }) => c.json(await cancelDeploy(ctx, id)),
  );
  router.route(
    {
      method: "post",
      path: "/deploys/{id}/accept",
      tag,
      summary: "Settle what was meant",
      description:
        "`same_build`: another name of the announced version. `expected`: this is what should serve.",
      body: acceptDeployInput,
      answers: { 200: { description: "The deploy", schema: deploy } },
    },
    async (c, ctx, { id }) => c.json(await acceptDeploy(ctx, id, await readJson(c))),
  );
}

const waitQuery = z.strictObject({
  wait: z.coerce.number().min(0).max(60).default(0),
  state: deployState.optional(),
});

function addReading(router: Router, { wiring }: ApiDeps): void {
  router.route(
    {
      method: "get",
      path: "/deploys",
      tag,
      summary: "List deploys",
      query: listDeploysQuery,
      answers: { 200: { description: "Newest first", schema: page(deploy) } },
    },
    async (c, ctx) => c.json(await listDeployWires(ctx, c.req.query())),
  );
  router.route(
    {
      method: "get",
      path: "/deploys/{id}",
      tag,
      summary: "Read a deploy",
      description:
        "With `wait` the answer comes when the state is no longer `state` (without it: the present one), or after so many seconds.",
      query: waitQuery,
      answers: { 200: { description: "The deploy", schema: deploy } },
    },
    async (c, ctx, { id }) => {
      const { wait, state: knownState } = parseInput(waitQuery, c.req.query());
      if (wait === 0) return c.json(await readDeploy(ctx, id));
      const slot = wiring.streams.take(callerKey(ctx.actor), streamsMax);
      try {
        const signal = AbortSignal.any([c.req.raw.signal, slot.signal]);
        return c.json(await waitForDeployChange(ctx, id, { waitMs: wait * 1000, knownState, signal }));
      } finally {
        slot.release();
      }
    },
  );
  router.route(
    {
      method: "get",
      path: "/deploys/{id}/verdicts",
      tag,
      summary: "Every verdict of a deploy, with its rule and numbers",
      description:
        "`why` says the rule and its numbers in words, `told` who was told or why nobody was, `links.answers` leads to the answers behind it. With `at` the first is the verdict that held then.",
      query: readVerdictsQuery,
      answers: { 200: { description: "Newest first", schema: page(verdictWire) } },
    },
    async (c, ctx, { id }) => c.json(await readVerdicts(ctx, id, c.req.query())),
  );
  router.route(
    {
      method: "get",
      path: "/deploys/{id}/answers",
      tag,
      summary: "The raw answers behind the verdicts",
      query: readAnswersQuery,
      answers: { 200: { description: "Newest first", schema: page(z.looseObject({ at: z.string() })) } },
    },
    async (c, ctx, { id }) => c.json(await readAnswers(ctx, id, c.req.query())),
  );
}

/** A pipeline of many jobs follows with one token. */
const streamsMax = 500;

function addStream(router: Router, { wiring }: ApiDeps): void {
  router.route(
    {
      method: "get",
      path: "/deploys/{id}/events",
      tag,
      summary: "Follow a deploy by server-sent events",
      description:
        "`id` is the durable sequence of the deploy: reconnect with `Last-Event-ID` and nothing is missed. " +
        "`event` is the type, `data` the event as JSON.",
      headers: z.object({ "Last-Event-ID": z.string().optional() }),
      answers: { 200: { description: "The stream", schema: deployEventWire, type: "text/event-stream" } },
    },
    (c, ctx, { id }) =>
      answerStream(c, {
        streams: wiring.streams,
        owner: callerKey(ctx.actor),
        max: streamsMax,
        source: {
          read: async (lastId) => {
            const events = await readDeployEvents(ctx, id, toSeq(lastId));
            return events.map((event) => ({ id: String(event.seq), event: event.type, data: event }));
          },
          subscribe: (wake) => wiring.live.onDeploy(id, wake),
        },
      }),
  );
}

/** An id we never gave out starts from the beginning rather than failing a browser's reconnect for ever. */
function toSeq(lastId: string | null): number {
  const seq = Number(lastId ?? 0);
  return Number.isSafeInteger(seq) && seq > 0 ? seq : 0;
}
