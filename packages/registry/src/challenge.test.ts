import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChallenges } from "./challenge.ts";

describe("readChallenges", () => {
  it.each([
    {
      name: "Docker Hub's token service",
      values: [
        'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull"',
      ],
      expected: [
        {
          scheme: "bearer",
          params: {
            realm: "https://auth.docker.io/token",
            service: "registry.docker.io",
            scope: "repository:library/nginx:pull",
          },
        },
      ],
    },
    {
      name: "ECR's basic credentials",
      values: [
        'Basic realm="https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com"',
      ],
      expected: [
        {
          scheme: "basic",
          params: {
            realm: "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/",
            service: "ecr.amazonaws.com",
          },
        },
      ],
    },
    {
      name: "two challenges in one header",
      values: ['Negotiate, Basic realm="a, b", Bearer realm=c'],
      expected: [
        { scheme: "negotiate", params: {} },
        { scheme: "basic", params: { realm: "a, b" } },
        { scheme: "bearer", params: { realm: "c" } },
      ],
    },
    {
      name: "two headers",
      values: ["Basic realm=x", 'Bearer realm="y"'],
      expected: [
        { scheme: "basic", params: { realm: "x" } },
        { scheme: "bearer", params: { realm: "y" } },
      ],
    },
    {
      name: "escaped quotes, spaces around equals signs, names in any case",
      values: ['BEARER Realm = "a\\"b" , ERROR="invalid_token"'],
      expected: [{ scheme: "bearer", params: { realm: 'a"b', error: "invalid_token" } }],
    },
    { name: "nothing that can be read", values: ["", "=", '"'], expected: [] },
  ])("reads $name", ({ values, expected }) => {
    expect(readChallenges(values.map((value) => ["WWW-Authenticate", value]))).toEqual(expected);
  });

  it("looks at no other header", () => {
    expect(readChallenges([["authorization", "Basic x"]])).toEqual([]);
  });

  it("comes to an end whatever is sent", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z=", \\]{0,200}$/)), (value) => {
        expect(readChallenges([["www-authenticate", value]]).length).toBeLessThan(300);
      }),
    );
  });
});
