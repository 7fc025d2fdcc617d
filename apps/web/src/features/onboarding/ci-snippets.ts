/** What to paste into CI, with the real address and names in it. `docs/guides/announce-from-ci.md` shows the same. */

export type CiFacts = {
  baseUrl: string;
  service: string;
  environment: string;
  /** What the app answers now, to tell whether it names itself by commit or by version; `null` when not known. */
  version: string | null;
};

export type CiSnippet = {
  id: "github" | "gitlab" | "curl" | "cli";
  name: string;
  /** Puts the token where the snippet takes it from. */
  keepToken: (token: string) => string;
  code: string;
};

/** A version comes out of a stranger's answer and goes into a shell: anything but a plain name is left out. */
const plainName = /^[\w.+:@/-]{1,128}$/;
const commit = /^[0-9a-f]{7,40}$/i;
const exampleVersion = "1.42.0";

export function ciSnippets({ baseUrl, service, environment, version }: CiFacts): CiSnippet[] {
  const isCommit = version !== null && commit.test(version) && /[a-f]/i.test(version);
  const example = version !== null && plainName.test(version) ? version : exampleVersion;
  const what = `node rollcall.mjs deploy --service ${service}`;
  const where = (named: string) => `--environment ${environment} --version ${named} --wait`;
  const download = `curl -fsSL "$ROLLCALL_URL/cli/rollcall.mjs" -o rollcall.mjs`;
  return [
    {
      id: "github",
      name: "GitHub Actions",
      keepToken: (token) => `gh secret set ROLLCALL_TOKEN --body "${token}"`,
      code: `- name: Wait until users get this version
  env:
    ROLLCALL_URL: ${baseUrl}
    ROLLCALL_TOKEN: \${{ secrets.ROLLCALL_TOKEN }}
  run: |
    ${download}
    ${what} \\
      ${where(isCommit ? `"$GITHUB_SHA"` : `"$GITHUB_REF_NAME"`)}`,
    },
    {
      id: "gitlab",
      name: "GitLab",
      keepToken: (token) => `glab variable set ROLLCALL_TOKEN "${token}" --masked`,
      code: `verify-live:
  stage: .post
  image: node:24
  variables:
    ROLLCALL_URL: ${baseUrl}
  script:
    - ${download}
    - ${what} ${where(isCommit ? `"$CI_COMMIT_SHA"` : `"$CI_COMMIT_REF_NAME"`)}`,
    },
    {
      id: "curl",
      name: "curl",
      keepToken: (token) => `export ROLLCALL_TOKEN=${token}`,
      code: `curl -fsS ${baseUrl}/api/v1/deploys \\
  -H "Authorization: Bearer $ROLLCALL_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '${JSON.stringify({ service, environment, version: example })}'`,
    },
    {
      id: "cli",
      name: "CLI",
      keepToken: (token) => `export ROLLCALL_TOKEN=${token}`,
      code: `curl -fsSL ${baseUrl}/cli/rollcall.mjs -o rollcall.mjs
export ROLLCALL_URL=${baseUrl}
${what} \\
  ${where(example)}`,
    },
  ];
}

/** True for an address that only this machine can reach: CI elsewhere cannot. */
export function isOnlyHere(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname.startsWith("127.") ||
    hostname === "[::1]"
  );
}
