import { describe, expect, it } from "vitest";
import { type CiFields, type Env, readCiFields } from "./ci-fields.ts";

const sha = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678";
const none = {
  provider: undefined,
  sha: undefined,
  tag: undefined,
  ref: undefined,
  repository: undefined,
  actor: undefined,
  url: undefined,
  run: undefined,
  environment: undefined,
};

const cases: { name: string; input: Env; expected: Partial<CiFields> }[] = [
  { name: "a laptop", input: { HOME: "/home/ana" }, expected: {} },
  {
    name: "GitHub on a branch",
    input: {
      GITHUB_ACTIONS: "true",
      GITHUB_SHA: sha,
      GITHUB_REF_TYPE: "branch",
      GITHUB_REF_NAME: "main",
      GITHUB_HEAD_REF: "",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_RUN_ID: "99",
      GITHUB_RUN_NUMBER: "812",
      GITHUB_ACTOR: "ana",
    },
    expected: {
      provider: "github",
      sha,
      ref: "main",
      repository: "acme/shop",
      actor: "ana",
      url: "https://github.com/acme/shop/actions/runs/99",
      run: "812",
    },
  },
  {
    name: "GitHub on a tag, run again by somebody else",
    input: {
      GITHUB_ACTIONS: "true",
      GITHUB_REF_TYPE: "tag",
      GITHUB_REF_NAME: "v1.42.0",
      GITHUB_ACTOR: "ana",
      GITHUB_TRIGGERING_ACTOR: "bo",
    },
    expected: { provider: "github", tag: "v1.42.0", ref: "v1.42.0", actor: "bo" },
  },
  {
    name: "GitLab with an environment",
    input: {
      GITLAB_CI: "true",
      CI_COMMIT_SHA: sha,
      CI_COMMIT_TAG: "v2",
      CI_COMMIT_REF_NAME: "v2",
      CI_PROJECT_PATH: "acme/shop",
      GITLAB_USER_LOGIN: "ana",
      CI_JOB_URL: "https://gitlab.com/acme/shop/-/jobs/7",
      CI_PIPELINE_URL: "https://gitlab.com/acme/shop/-/pipelines/3",
      CI_PIPELINE_IID: "3",
      CI_ENVIRONMENT_NAME: "staging",
    },
    expected: {
      provider: "gitlab",
      sha,
      tag: "v2",
      ref: "v2",
      repository: "acme/shop",
      actor: "ana",
      url: "https://gitlab.com/acme/shop/-/jobs/7",
      run: "3",
      environment: "staging",
    },
  },
  {
    name: "Bitbucket",
    input: {
      BITBUCKET_BUILD_NUMBER: "5",
      BITBUCKET_COMMIT: sha,
      BITBUCKET_BRANCH: "main",
      BITBUCKET_REPO_FULL_NAME: "acme/shop",
      BITBUCKET_DEPLOYMENT_ENVIRONMENT: "production",
    },
    expected: {
      provider: "bitbucket",
      sha,
      ref: "main",
      repository: "acme/shop",
      url: "https://bitbucket.org/acme/shop/pipelines/results/5",
      run: "5",
      environment: "production",
    },
  },
  {
    name: "CircleCI",
    input: {
      CIRCLECI: "true",
      CIRCLE_SHA1: sha,
      CIRCLE_BRANCH: "main",
      CIRCLE_PROJECT_USERNAME: "acme",
      CIRCLE_PROJECT_REPONAME: "shop",
      CIRCLE_USERNAME: "ana",
      CIRCLE_BUILD_URL: "https://circleci.com/gh/acme/shop/5",
      CIRCLE_BUILD_NUM: "5",
    },
    expected: {
      provider: "circleci",
      sha,
      ref: "main",
      repository: "acme/shop",
      actor: "ana",
      url: "https://circleci.com/gh/acme/shop/5",
      run: "5",
    },
  },
  {
    name: "Buildkite, which names HEAD until it has looked",
    input: {
      BUILDKITE: "true",
      BUILDKITE_COMMIT: "HEAD",
      BUILDKITE_TAG: "",
      BUILDKITE_BRANCH: "main",
      BUILDKITE_REPO: "git@github.com:acme/shop.git",
      BUILDKITE_BUILD_CREATOR: "Ana",
      BUILDKITE_BUILD_URL: "https://buildkite.com/acme/shop/builds/5",
      BUILDKITE_BUILD_NUMBER: "5",
    },
    expected: {
      provider: "buildkite",
      ref: "main",
      repository: "git@github.com:acme/shop.git",
      actor: "Ana",
      url: "https://buildkite.com/acme/shop/builds/5",
      run: "5",
    },
  },
];

describe("readCiFields", () => {
  it.each(cases)("reads $name", ({ input, expected }) => {
    expect(readCiFields(input)).toEqual({ ...none, ...expected });
  });
});
