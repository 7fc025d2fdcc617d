import { describe, expect, it } from "vitest";
import { setRegistryInput } from "./registry.ts";

const robot = { host: "ghcr.io", username: "robot", password: "secret" };

describe("setRegistryInput", () => {
  it.each([
    [{ host: "https://GHCR.io/" }, { host: "ghcr.io", username: null, password: null, plainHttp: false }],
    [
      { ...robot, host: "index.docker.io", plainHttp: true },
      { ...robot, host: "docker.io", plainHttp: true },
    ],
  ])("reads %j", (input, expected) => {
    expect(setRegistryInput.parse(input)).toEqual(expected);
  });

  it.each([
    [{ host: "ghcr.io/acme" }, ["host"]],
    [{ host: "ghcr.io", password: "of nobody" }, ["username"]],
    [{ ...robot, username: "a:b" }, ["username"]],
    [{ ...robot, password: "two\r\nlines" }, ["password"]],
    [{ ...robot, token: "x" }, []],
  ])("refuses %j", (input, path) => {
    expect(setRegistryInput.safeParse(input).error?.issues.map((issue) => issue.path)).toEqual([path]);
  });
});
