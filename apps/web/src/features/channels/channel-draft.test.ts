import { createChannelInput, patchChannelInput } from "@rollcall/domain/wire";
import { describe, expect, test } from "vitest";
import { addressesIn, channelBody, draftOfChannel, emptyChannel, namesIn } from "./channel-draft.ts";

describe("channelBody", () => {
  test("of a new email channel is what the API takes, named by its kind when it has no name", () => {
    const draft = { ...emptyChannel("email"), destination: { to: "ana@example.com, ben@example.com" } };
    expect(createChannelInput.parse(channelBody(draft, null))).toMatchObject({
      kind: "email",
      name: "Email",
      config: { to: ["ana@example.com", "ben@example.com"] },
    });
  });

  test("of a channel to the authors of deploys has no addresses, and is edited as one", () => {
    const draft = { ...emptyChannel("email"), mailTo: "author" as const, actors: ["octocat"] };
    const body = createChannelInput.parse(channelBody(draft, null));
    expect(body).toMatchObject({ config: { author: true }, actors: ["octocat"] });
    const stored = { ...emptyChannel("email"), config: { author: true as const } };
    expect(draftOfChannel(stored)).toMatchObject({ mailTo: "author" });
    expect(
      channelBody({ ...draftOfChannel(stored), destination: { to: "a@x.io" } }, stored.config),
    ).toMatchObject({
      config: { author: true },
    });
  });

  test("of a stored Slack channel leaves the webhook alone until a new one is entered", () => {
    const draft = { ...emptyChannel("slack"), name: "#deploys" };
    const stored = { webhookUrl: "hooks.slack.com/…ijkl" };
    expect(patchChannelInput.parse(channelBody(draft, stored))).not.toHaveProperty("config");
    const destination = { webhookUrl: "https://hooks.slack.com/services/T/B/x" };
    expect(patchChannelInput.parse(channelBody({ ...draft, destination }, stored))).toHaveProperty(
      "config",
      destination,
    );
  });

  test("of a new Slack channel without a webhook is refused at the webhook", () => {
    const parsed = createChannelInput.safeParse(channelBody(emptyChannel("slack"), null));
    expect(parsed.error?.issues.map((issue) => issue.path.join("/"))).toEqual(["config/webhookUrl"]);
  });

  test("of a stored Slack app sends its channel and keeps its secrets, unless it becomes a webhook", () => {
    const config = { botToken: "…abcd", channel: "#deploys" };
    const draft = draftOfChannel({ ...emptyChannel("slack"), name: "x", config });
    expect(channelBody(draft, config)).toMatchObject({ config: { channel: "#deploys" } });
    expect(channelBody({ ...draft, slackBy: "webhook" }, config)).toMatchObject({
      config: { webhookUrl: "" },
    });
  });

  test("of a new webhook leaves the secret to the server unless one is entered", () => {
    const url = "https://example.com/hook";
    const draft = { ...emptyChannel("webhook"), destination: { url } };
    expect(createChannelInput.parse(channelBody(draft, null))).toHaveProperty("config", { url });
    const secret = `whsec_${"a".repeat(32)}`;
    const own = { ...draft, destination: { url, secret } };
    expect(createChannelInput.parse(channelBody(own, null))).toHaveProperty("config", { url, secret });
  });
});

test("a stored channel is edited with its addresses, and without what is secret", () => {
  const mail = { ...emptyChannel("email"), config: { to: ["a@x.io", "b@x.io"] } };
  expect(draftOfChannel(mail).destination).toEqual({ to: "a@x.io\nb@x.io" });
  const hook = { ...emptyChannel("webhook"), config: { url: "example.com/…hook" } };
  expect(draftOfChannel(hook).destination).toEqual({});
});

test.each([
  { text: "", expected: [] },
  { text: " a@x.io;b@x.io\n\na@x.io ", expected: ["a@x.io", "b@x.io"] },
])("addresses in $text", ({ text, expected }) => {
  expect(addressesIn(text)).toEqual(expected);
});

test("names of actors are separated by commas, each once", () => {
  expect(namesIn(" octocat, ana ,,octocat\nrenovate[bot]")).toEqual(["octocat", "ana", "renovate[bot]"]);
});
