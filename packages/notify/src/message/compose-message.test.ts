import type { Notice } from "@rollcall/domain/notice";
import { describe, expect, it } from "vitest";
import { makeNotice } from "../../test/make-notice.ts";
import { composeMessage } from "./compose-message.ts";

const causeWith = (...next: string[]): Partial<Notice> => ({
  causes: [{ code: "no_monitors", title: "No monitor reads the version", confidence: 1, evidence: [], next }],
});

describe("a step that leads to a page of ours", () => {
  const url = `${new URL(makeNotice().links.primary).origin}/monitors/new?service=a&environment=b`;

  it("is a link of the message, not a command to type", () => {
    const { links, causes } = composeMessage(
      makeNotice(causeWith(`Add a monitor that reads the version: ${url}`)),
    );
    expect(links[1]).toEqual({ label: "Add a monitor that reads the version", url });
    expect(causes[0]?.next).toEqual([]);
  });

  it.each([
    "Look there: https://elsewhere.example.com/x",
    "kubectl get pods",
    `curl -sI ${url}`,
    `Add: ${url} now`,
  ])("is not taken for one: %s", (step) => {
    const { links, causes } = composeMessage(makeNotice({ ...causeWith(step), ciUrl: null }));
    expect(links.map(({ label }) => label)).toEqual(["Open the rollout", "Open the incident"]);
    expect(causes[0]?.next).toEqual([step]);
  });
});

it("links the page of its first cause", () => {
  const docs = "https://rollcall.example.com/docs/causes/no_monitors";
  const [cause] = causeWith().causes ?? [];
  const { links } = composeMessage(makeNotice({ causes: cause && [{ ...cause, docs }] }));
  expect(links).toContainEqual({ label: "Read about the cause", url: docs });
});
