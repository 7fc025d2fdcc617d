/** What a CI system says about its own run, in its environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Facts of a CI run; what it does not tell is `undefined`. */
export type CiFields = {
  provider: string | undefined;
  sha: string | undefined;
  tag: string | undefined;
  ref: string | undefined;
  repository: string | undefined;
  actor: string | undefined;
  /** The run's page. */
  url: string | undefined;
  /** The run's number as people see it. */
  run: string | undefined;
  environment: string | undefined;
};

/** Reads the fields of the CI system this runs in; all `undefined` outside of one. Empty variables count as unset. */
export function readCiFields(env: Env): CiFields {
  const given: Env = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const provider = providers.find(({ detect }) => given[detect] !== undefined);
  return { ...nothing, provider: provider?.name, ...provider?.read(given) };
}

const nothing: CiFields = {
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

type Provider = { name: string; detect: string; read: (env: Env) => Partial<CiFields> };

const providers: Provider[] = [
  {
    name: "github",
    detect: "GITHUB_ACTIONS",
    read: (env) => ({
      sha: env.GITHUB_SHA,
      tag: env.GITHUB_REF_TYPE === "tag" ? env.GITHUB_REF_NAME : undefined,
      ref: env.GITHUB_HEAD_REF ?? env.GITHUB_REF_NAME,
      repository: env.GITHUB_REPOSITORY,
      // Who pressed "Re-run" is the one to tell, not who pushed.
      actor: env.GITHUB_TRIGGERING_ACTOR ?? env.GITHUB_ACTOR,
      url: join("/", env.GITHUB_SERVER_URL, env.GITHUB_REPOSITORY, "actions/runs", env.GITHUB_RUN_ID),
      run: env.GITHUB_RUN_NUMBER,
    }),
  },
  {
    name: "gitlab",
    detect: "GITLAB_CI",
    read: (env) => ({
      sha: env.CI_COMMIT_SHA,
      tag: env.CI_COMMIT_TAG,
      ref: env.CI_COMMIT_REF_NAME,
      repository: env.CI_PROJECT_PATH,
      actor: env.GITLAB_USER_LOGIN,
      url: env.CI_JOB_URL ?? env.CI_PIPELINE_URL,
      run: env.CI_PIPELINE_IID,
      environment: env.CI_ENVIRONMENT_NAME,
    }),
  },
  {
    name: "bitbucket",
    detect: "BITBUCKET_BUILD_NUMBER",
    read: (env) => ({
      sha: env.BITBUCKET_COMMIT,
      tag: env.BITBUCKET_TAG,
      ref: env.BITBUCKET_TAG ?? env.BITBUCKET_BRANCH,
      repository: env.BITBUCKET_REPO_FULL_NAME,
      url: join(
        "/",
        "https://bitbucket.org",
        env.BITBUCKET_REPO_FULL_NAME,
        "pipelines/results",
        env.BITBUCKET_BUILD_NUMBER,
      ),
      run: env.BITBUCKET_BUILD_NUMBER,
      environment: env.BITBUCKET_DEPLOYMENT_ENVIRONMENT,
    }),
  },
  {
    name: "circleci",
    detect: "CIRCLECI",
    read: (env) => ({
      sha: env.CIRCLE_SHA1,
      tag: env.CIRCLE_TAG,
      ref: env.CIRCLE_TAG ?? env.CIRCLE_BRANCH,
      repository: join("/", env.CIRCLE_PROJECT_USERNAME, env.CIRCLE_PROJECT_REPONAME),
      actor: env.CIRCLE_USERNAME,
      url: env.CIRCLE_BUILD_URL,
      run: env.CIRCLE_BUILD_NUM,
    }),
  },
  {
    name: "buildkite",
    detect: "BUILDKITE",
    read: (env) => ({
      sha: env.BUILDKITE_COMMIT === "HEAD" ? undefined : env.BUILDKITE_COMMIT,
      tag: env.BUILDKITE_TAG,
      ref: env.BUILDKITE_TAG ?? env.BUILDKITE_BRANCH,
      repository: env.BUILDKITE_REPO,
      actor: env.BUILDKITE_BUILD_CREATOR,
      url: env.BUILDKITE_BUILD_URL,
      run: env.BUILDKITE_BUILD_NUMBER,
    }),
  },
];

/** `undefined` unless all parts are there. */
function join(separator: string, ...parts: (string | undefined)[]): string | undefined {
  return parts.every((part) => part !== undefined) ? parts.join(separator) : undefined;
}
