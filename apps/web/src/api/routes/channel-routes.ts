import {
  channelPreviewWire,
  channelSecretWire,
  channelWire,
  createChannelInput,
  deliveryWire,
  patchChannelInput,
  previewChannelInput,
  rotateSecretInput,
} from "@rollcall/domain/wire";
import {
  createChannel,
  deleteChannel,
  listChannels,
  patchChannel,
  previewChannel,
  readChannel,
  rotateChannelSecret,
  testChannel,
} from "@rollcall/services/channels";
import { z } from "zod";
import type { ApiDeps } from "../api-context.ts";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const channel = channelWire.meta({ id: "Channel" });
const withSecret = channelSecretWire.meta({ id: "ChannelWithSecret" });
const tested = z.object({ delivery: deliveryWire.nullable() });

/** `/channels`: where notices go. */
export function addChannelRoutes(router: Router, { limits }: ApiDeps): void {
  const tag = "Channels";
  router.route(
    {
      method: "get",
      path: "/channels",
      tag,
      summary: "List channels",
      answers: { 200: { description: "By name", schema: z.object({ items: z.array(channel) }) } },
    },
    async (c, ctx) => c.json({ items: await listChannels(ctx) }),
  );
  router.route(
    {
      method: "post",
      path: "/channels",
      tag,
      summary: "Make a channel",
      body: createChannelInput,
      description: "A webhook without a secret gets one: `secret` is shown in this answer alone.",
      answers: { 201: { description: "The channel; its config is shown only in part", schema: withSecret } },
    },
    async (c, ctx) => c.json(await createChannel(ctx, await readJson(c)), 201),
  );
  router.route(
    {
      method: "post",
      path: "/channels/preview",
      tag,
      summary: "Read what a channel would have been told",
      description: "Of the problems of the last days, those that such a filter lets through. Makes nothing.",
      body: previewChannelInput,
      answers: { 200: { description: "How many, and the newest of them", schema: channelPreviewWire } },
    },
    async (c, ctx) => c.json(await previewChannel(ctx, await readJson(c))),
  );
  router.route(
    {
      method: "get",
      path: "/channels/{id}",
      tag,
      summary: "Read a channel",
      answers: { 200: { description: "The channel", schema: channel } },
    },
    async (c, ctx, { id }) => c.json(await readChannel(ctx, id)),
  );
  router.route(
    {
      method: "patch",
      path: "/channels/{id}",
      tag,
      summary: "Change a channel",
      description: "A config is replaced whole but for secrets left out; the kind stays.",
      body: patchChannelInput,
      answers: { 200: { description: "The channel", schema: withSecret } },
    },
    async (c, ctx, { id }) => c.json(await patchChannel(ctx, id, await readJson(c))),
  );
  router.route(
    {
      method: "delete",
      path: "/channels/{id}",
      tag,
      summary: "Delete a channel",
      answers: { 204: { description: "Gone", schema: null } },
    },
    async (c, ctx, { id }) => {
      await deleteChannel(ctx, id);
      return c.body(null, 204);
    },
  );
  router.route(
    {
      method: "post",
      path: "/channels/{id}/test",
      tag,
      summary: "Send a sample through a channel",
      description:
        "Waits up to 8 s for how it went. `delivery` is null when no notifier has taken it up yet.",
      answers: { 200: { description: "The delivery as it stands", schema: tested } },
    },
    async (c, ctx, { id }) => {
      await limits.probes.count(ctx.workspaceId);
      return c.json({ delivery: await testChannel(ctx, id) });
    },
  );
  router.route(
    {
      method: "post",
      path: "/channels/{id}/rotate-secret",
      tag,
      summary: "Give a webhook a new secret",
      description:
        "`secret` is shown in this answer alone. For `overlapHours` messages carry a signature by the one before as well.",
      body: rotateSecretInput,
      answers: { 200: { description: "The channel and its new secret", schema: withSecret } },
    },
    async (c, ctx, { id }) => c.json(await rotateChannelSecret(ctx, id, await readJson(c))),
  );
}
