import { announceDeployInput } from "@rollcall/domain/wire";
import { describe, expect, it } from "vitest";
import { type AnnouncementOptions, composeAnnouncement } from "./announcement.ts";
import { readCiFields } from "./ci-fields.ts";

const sha = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678";
const ci = readCiFields({
  GITHUB_ACTIONS: "true",
  GITHUB_SHA: sha,
  GITHUB_REF_TYPE: "tag",
  GITHUB_REF_NAME: "v1.42.0",
  GITHUB_RUN_NUMBER: "812",
  GITHUB_ACTOR: "ana",
});
const outsideCi = readCiFields({});
const compose = (options: Omit<AnnouncementOptions, "service">, fields = ci) =>
  composeAnnouncement({ service: "checkout-api", ...options }, fields);

describe("composeAnnouncement", () => {
  it("sends commit and tag along with the version that was named", () => {
    expect(compose({ version: "1.42.0", identity: ["build-7", "v1.42.0"] })).toMatchObject({
      version: "1.42.0",
      identities: ["build-7", "v1.42.0", sha],
    });
  });

  it("takes the tag for the version when none is named, or else the commit", () => {
    expect(compose({})).toMatchObject({ version: "v1.42.0", identities: [sha] });
    expect(compose({}, { ...ci, tag: undefined })).toMatchObject({ version: sha, identities: [] });
  });

  it("lets the command line outrank CI", () => {
    expect(compose({ actor: "bo", metadata: { run: "x", team: "shop" } })).toMatchObject({
      actor: "bo",
      metadata: { ci: "github", run: "x", team: "shop" },
    });
    expect(compose({ environment: "staging" }, { ...ci, environment: "qa" }).environment).toBe("staging");
  });

  it("names nothing that nobody told", () => {
    expect(compose({ version: "1" }, outsideCi)).toEqual({
      service: "checkout-api",
      version: "1",
      identities: [],
      metadata: {},
    });
  });

  it("asks for a version when there is none to be found", () => {
    expect(() => compose({}, outsideCi)).toThrow("--version");
  });

  it("is what the API takes, with every option used", () => {
    const body = compose({
      environment: "production",
      version: "1.42.0",
      identity: ["b"],
      image: "registry.test/shop:1.42.0",
      imagePushed: true,
      platform: ["linux/arm64"],
      previousVersion: "1.41.3",
      status: "started",
      strategy: "canary",
      targetShare: 0.2,
      progressDeadline: 120_000,
      hold: 30_000,
      tolerance: 0.05,
      risk: 0.001,
      soak: 0,
      probesPerSecond: 5,
      release: "r1",
      url: "https://ci.test/1",
      repository: "acme/shop",
      ref: "main",
      cluster: "c",
      namespace: "n",
      workload: "deployment/shop",
      metadata: { team: "shop" },
    });
    const parsed = announceDeployInput.parse(body);
    expect(parsed).toMatchObject({
      tolerance: 0.05,
      risk: 0.001,
      progressDeadlineSeconds: 120,
      holdSeconds: 30,
      soakSeconds: 0,
      probesPerSecondMax: 5,
      releaseId: "r1",
    });
  });
});
