/** What must not be kept of a text that people paste: secrets, wherever they stand. */

const hidden = "[redacted]";

/** Names whose values are secret, in JSON, YAML, environment listings and headers. */
const secretName =
  "(?:[A-Za-z0-9_.-]{0,60}(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key(?:[_-]?id)?|(?:private|secret|signing|encryption|master)[_-]?key(?:[_-]?base)?|credentials?|connection[_-]?string|(?<![A-Za-z])auth)(?:[_-]?(?:value|base64|b64))?)";

/** Values that look like a secret name's value and say why something failed, or only name an object. */
const harmlessValue =
  "(?!(?:required|expired|invalid|missing|denied|failed|unauthorized|null|true|false|none|found|not|is|has|was|from|request|error|response|server|unexpected|rpc|the|no|GET|HEAD|POST|secret|configmap|authentication|authorization|references)\\b|\\[redacted\\])";

const secretPair = new RegExp(
  `((?<![A-Za-z0-9_.-])["']?${secretName}\\\\?["']?[ \\t]{0,4}(?:=|:(?=[ \\t"'\\\\])|:[ \\t]{1,8}|=>)[ \\t]{0,8}\\\\?)(?:"[^"\\n]{1,4000}"|'[^'\\n]{1,4000}'|${harmlessValue}[^\\s"',;&}\\])]{3,4000})`,
  "gi",
);

/** An environment variable as a pod's manifest has it: its name, then its value. */
const secretVariable = new RegExp(
  `(\\bname\\\\?["']?:[ \\t]{0,4}\\\\?["']?${secretName}\\\\?["']?,?\\s{0,80}\\\\?["']?value\\\\?["']?:[ \\t]{0,4}\\\\?["']?)[^\\s"'\\\\]{1,4000}`,
  "gi",
);

type Redaction = { pattern: RegExp; by: string };

const redactions: readonly Redaction[] = [
  {
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:[^-]{1,16000})?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?/g,
    by: hidden,
  },
  // Everything after the scheme: schemes have parameters of their own.
  {
    pattern:
      /(\b(?:proxy-)?authorization\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?)(?!token\b|failed\b)[^\n"'\\]{3,4000}/gi,
    by: `$1${hidden}`,
  },
  {
    pattern: /\b((?:set-)?cookie\\?["']?[ \t]{0,4}:[ \t]{0,4}\\?["']?)[^\n"'\\]{1,4000}/gi,
    by: `$1${hidden}`,
  },
  {
    pattern: /\b(bearer|basic)[ \t]{1,4}(?!auth\b|realm\b|token\b|credentials\b)[A-Za-z0-9+/_.~=-]{8,4000}/gi,
    by: `$1 ${hidden}`,
  },
  { pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"'<>]{1,1000}@/gi, by: `$1${hidden}@` },
  { pattern: /((?:^|\s)(?:-u|--user)[ \t=]{1,4}["']?)[^\s"':]{1,200}:[^\s"']{1,1000}/g, by: `$1${hidden}` },
  {
    pattern: /(--(?:password|token|secret|api-?key)[ \t]{1,4}["']?)[^\s"'-][^\s"']{2,1000}/g,
    by: `$1${hidden}`,
  },
  // A JWT: two or three parts of base64url, the first of which begins as {" does.
  { pattern: /\beyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{4,8000}(?:\.[A-Za-z0-9_-]{0,8000})?/g, by: hidden },
  { pattern: /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,20}\b/g, by: hidden },
  {
    pattern:
      /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|glpat-[A-Za-z0-9_-]{16,255}|xox[abeoprs]-[A-Za-z0-9-]{10,255}|dckr_pat_[A-Za-z0-9_-]{16,255}|npm_[A-Za-z0-9]{30,60}|sk_(?:live|test)_[A-Za-z0-9]{10,255}|AIza[A-Za-z0-9_-]{30,60}|hooks\.slack\.com\/services\/[A-Za-z0-9/]{10,255})/g,
    by: hidden,
  },
  // Docker's pull secrets: the key of a secret, and what is in it once decoded.
  {
    pattern:
      /((?:\.dockerconfigjson|\.dockercfg|dockerconfigjson)\\?["']?[ \t]{0,4}:[ \t]{0,4}\\?["']?)[A-Za-z0-9+/=_{-][^\s"',}]{3,100000}/gi,
    by: `$1${hidden}`,
  },
  { pattern: /(\\?["']auths?\\?["'][ \t]{0,4}:[ \t]{0,4}\\?["'])[^"'\\\s]{3,4000}/g, by: `$1${hidden}` },
  { pattern: /\beyJhdXRocyI6[A-Za-z0-9+/=]{8,100000}/g, by: hidden },
  {
    pattern:
      /((?:[?&]|\b)(?:x-amz-signature|x-amz-security-token|x-amz-credential|sig|signature|access_token|client_secret|password)=)[^\s&"'<>]{3,4000}/gi,
    by: `$1${hidden}`,
  },
  { pattern: secretPair, by: `$1${hidden}` },
  { pattern: secretVariable, by: `$1${hidden}` },
];

/**
 * The text without the secrets that it shows: tokens, passwords, authorization headers, pull secrets, cloud keys,
 * JWTs, private keys and what stands before @ in addresses. Names stay, so that people see what was taken out.
 * Calling it twice changes nothing more; the work is linear in the text's length.
 */
export function redactSecrets(text: string): string {
  return redactions.reduce((rest, { pattern, by }) => rest.replaceAll(pattern, by), text);
}
