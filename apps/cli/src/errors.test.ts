import { describe, expect, it } from "vitest";
import { ApiProblem, exitCodeOf, Unreachable, UsageError } from "./errors.ts";

const problem = (status: number) => new ApiProblem(status, { title: "No", detail: "no" });

describe("exitCodeOf", () => {
  it.each([
    { name: "a usage error", input: new UsageError("say how"), expected: 2 },
    { name: "a wrong token", input: problem(401), expected: 2 },
    { name: "a token without the scope", input: problem(403), expected: 2 },
    { name: "a deploy that is not there", input: problem(404), expected: 2 },
    { name: "bad input", input: problem(422), expected: 2 },
    { name: "a full plan", input: problem(402), expected: 1 },
    { name: "a fault of the server", input: problem(500), expected: 1 },
    { name: "no contact", input: new Unreachable("refused"), expected: 7 },
    { name: "a fault of ours", input: new TypeError("oops"), expected: 1 },
  ])("is $expected for $name", ({ input, expected }) => {
    expect(exitCodeOf(input)).toBe(expected);
  });

  it("lists what is wrong with the input", () => {
    const errors = [{ pointer: "#/service", detail: "letters only" }];
    expect(new ApiProblem(422, { title: "No", detail: "The input has errors.", errors }).message).toBe(
      "The input has errors.\n  #/service letters only",
    );
  });
});
