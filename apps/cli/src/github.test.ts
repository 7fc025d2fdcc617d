import { describe, expect, it } from "vitest";
import { deployOf, regionOf, shareOf } from "../test/deploy-factory.ts";
import { exitCodes } from "./exit-codes.ts";
import { annotationText, renderAnnotation, renderOutputs, renderSummary } from "./github.ts";

const stuck = deployOf({
  state: "stuck",
  stuckKind: "partial",
  sentence: "eu-west still serves 1.41.3\n<script>",
  share: shareOf({ expected: 29, previous: 11 }),
  regions: [
    regionOf("us-east", { expected: 20 }, { state: "live", doneAt: "2026-11-22T12:01:50Z" }),
    regionOf("eu-west", { expected: 9, previous: 11 }, { state: "stuck" }),
  ],
  causes: [
    {
      code: "partial_backends",
      title: "Two backends | were not replaced",
      confidence: 0.8,
      evidence: ["203.0.113.7"],
      next: ["kubectl describe pod -l app=`checkout`"],
    },
  ],
});
const ending = { code: exitCodes.stuck, headline: "Rollout stuck half-way" };

describe("renderAnnotation", () => {
  it("escapes what would end the command or its title", () => {
    expect(renderAnnotation("error", "Rollout: stuck, 50%", "a\nb")).toBe(
      "::error title=Rollout%3A stuck%2C 50%25::a%0Ab",
    );
  });
});

describe("annotationText", () => {
  it("has the sentence, the likeliest cause, its evidence, the next command and its page, a line each", () => {
    const docs = "https://rollcall.test/docs/causes/partial_backends";
    const [cause] = stuck.causes;
    expect(annotationText({ ...stuck, causes: [{ ...cause!, docs }] }).split("\n")).toEqual([
      "checkout-api › production: eu-west still serves 1.41.3 <script>",
      "Likely cause: Two backends | were not replaced.",
      "Read: 203.0.113.7",
      "Next: kubectl describe pod -l app=`checkout`",
      `More: ${docs}`,
    ]);
  });

  it("is the sentence alone where no cause is known", () => {
    expect(annotationText({ ...stuck, causes: [], sentence: "Who knows" })).toBe(
      "checkout-api › production: Who knows",
    );
  });
});

describe("renderOutputs", () => {
  it("gives one line each", () => {
    expect(renderOutputs(stuck, 252_400)).toBe(
      [
        "deploy=dep_1",
        "state=stuck",
        "share=72",
        "url=https://rollcall.test/deploys/dep_1",
        "duration-seconds=252",
        "",
      ].join("\n"),
    );
  });

  it("does not let a value begin a second output", () => {
    expect(renderOutputs({ ...stuck, id: "dep\nstate=live" }, 0).split("\n")[0]).toBe(
      "deploy=dep state=live",
    );
  });
});

describe("renderSummary", () => {
  it("has the sentence, a row per region, the cause and the link", () => {
    expect(renderSummary(stuck, ending, 252_400)).toBe(
      [
        "### ▲ checkout-api › production: stuck",
        "",
        "eu-west still serves 1.41.3 \\<script\\>",
        "",
        "| region | state | share | answers | done |",
        "| --- | --- | ---: | ---: | ---: |",
        "| us-east | live | 100 % | 20 | +1 min 50 s |",
        "| eu-west | stuck | 45 % | 20 | – |",
        "",
        "- **Two backends \\| were not replaced**: 203.0.113.7, next: `kubectl describe pod -l app='checkout'`",
        "",
        "[Rollout](https://rollcall.test/deploys/dep_1) · watched for 4 min 12 s",
        "",
        "",
      ].join("\n"),
    );
  });

  it("links a cause to its page", () => {
    const docs = "https://rollcall.test/docs/causes/partial_backends";
    const [cause] = stuck.causes;
    const summary = renderSummary({ ...stuck, causes: [{ ...cause!, docs }] }, ending, 0);
    expect(summary).toContain(`- **[Two backends \\| were not replaced](${docs})**: 203.0.113.7, next: `);
  });

  it("links to the page that a step leads to", () => {
    const url = "https://rollcall.test/monitors/new?service=checkout-api";
    const summary = renderSummary(
      deployOf({
        causes: [
          {
            code: "no_monitors",
            title: "None",
            confidence: 1,
            evidence: [],
            next: [`Add a monitor: ${url}`],
          },
        ],
      }),
      ending,
      0,
    );
    expect(summary).toContain(`- **None**, next: [Add a monitor](${url})`);
  });

  it("has no causes for a deploy that went live", () => {
    const summary = renderSummary(deployOf({ causes: stuck.causes }), { code: 0, headline: "" }, 0);
    expect(summary).not.toContain("backends");
  });
});
