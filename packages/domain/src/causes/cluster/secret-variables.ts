/** Names whose values are secret, in JSON, YAML, environment listings, headers, command lines and dumped structures. */
import type { Redaction } from "./secret-shapes.ts";

const hidden = "[redacted]";

/** A name is secret when it ends like this. */
const endings = [
  "passw(?:or)?d",
  "passphrase",
  "pass_?code",
  // Not "bypass".
  "(?<!by|com)pass",
  "pwd",
  "secret",
  "token",
  "api[_-]?key",
  "access[_-]?key(?:[_-]?id)?",
  "(?:private|secret|signing|encryption|master|account|jwt|app|hmac|session|cookie|license|storage|client)[_-]?key(?:[_-]?(?:base|data))?",
  "credentials?",
  "connection[_-]?string",
  "(?<![A-Za-z])auth",
  "dockerconfigjson",
  "dockercfg",
  "dsn",
].join("|");
const secretName = `[A-Za-z0-9_.-]{0,60}(?:${endings})(?:[_-]?(?:value|base64|b64))?`;

/** Values of such names that say why something failed, or only name an object. */
const harmless =
  "(?!(?:required|expired|invalid|missing|denied|failed|unauthorized|null|true|false|none|found|not|is|has|was|from|request|error|response|server|unexpected|rpc|the|no|GET|HEAD|POST|secret|configmap|authentication|authorization|references)(?![A-Za-z0-9_-])|[ \\t]{0,40}\\[redacted\\]|<|[|>][+-]?\\d?[ \\t]{0,8}$)";

const before = "(?<![A-Za-z0-9_.-])";
/** `$1` keeps the name and what parts it from its value. */
const named = `${before}["']?${secretName}["']?[ \\t]{0,4}(?:=>|=|:(?=[ \\t"'])|%3D)[ \\t]{0,40}`;
const namedInJsonText = `${before}\\\\"${secretName}\\\\"[ \\t]{0,4}:[ \\t]{0,40}`;
const variable = `\\bname["']?:[ \\t]{0,4}["']?${secretName}["']?,?\\s{0,80}["']?value["']?:[ \\t]{0,40}`;
const option = `--[\\w-]{0,60}(?:password|passwd|pass|token|secret|key)`;

const doubleQuoted = '"(?:[^"\\\\\\n]|\\\\.){1,4000}"';
const singleQuoted = "'[^'\\n]{1,4000}'";

const redact = (pattern: string, by: string, flags = "gim"): Redaction => ({
  pattern: new RegExp(pattern, flags),
  by,
});

/** In the order in which they are applied: the more a form says of where a value ends, the earlier. */
export const secretVariables: readonly Redaction[] = [
  // A text of several lines in YAML, of a field or of a variable.
  redact(
    `^([ \\t]{0,80})((?:- )?["']?${secretName}["']?:[ \\t]{0,8}[|>][+-]?\\d?[ \\t]{0,8})(?:\\n\\1[ \\t]{1,80}\\S[^\\n]{0,100000}){1,500}`,
    `$1$2${hidden}`,
  ),
  redact(
    `^([ \\t]{0,80})(- name:[ \\t]{0,4}["']?${secretName}["']?[ \\t]{0,8}\\n\\1  value:[ \\t]{0,8}[|>][+-]?\\d?[ \\t]{0,8})(?:\\n\\1[ \\t]{3,80}\\S[^\\n]{0,100000}){1,500}`,
    `$1$2${hidden}`,
  ),
  redact(`(${named})${doubleQuoted}`, `$1"${hidden}"`),
  redact(`(${named})${singleQuoted}`, `$1'${hidden}'`),
  redact(`(${namedInJsonText})\\\\"(?:[^"\\\\\\n]|\\\\\\\\.){1,4000}\\\\"`, `$1\\"${hidden}\\"`),
  // An environment variable as a pod's manifest has it: its name, then its value, or the other way round.
  redact(`(${variable})${doubleQuoted}`, `$1"${hidden}"`),
  redact(`(${variable})${singleQuoted}`, `$1'${hidden}'`),
  redact(`(${variable})(?![ \\t"'[|>])[^\\n]{1,4000}`, `$1${hidden}`),
  redact(
    `(\\\\"name\\\\":[ \\t]{0,4}\\\\"${secretName}\\\\",[ \\t]{0,4}\\\\"value\\\\":[ \\t]{0,4})\\\\"(?:[^"\\\\\\n]|\\\\\\\\.){1,4000}\\\\"`,
    `$1\\"${hidden}\\"`,
  ),
  redact(
    `("value":[ \\t]{0,8})${doubleQuoted}(,\\s{0,80}"name":[ \\t]{0,8}"${secretName}")`,
    `$1"${hidden}"$2`,
  ),
  // A line of its own: whatever stands on it.
  redact(
    `^([ \\t]{0,80}(?:- )?${secretName}[ \\t]{0,4}(?:=|:)[ \\t]{1,40})(?![ \\t"'\\\\[{])${harmless}[^\\n]{3,4000}`,
    `$1${hidden}`,
  ),
  redact(`(${named})(?!["'>])${harmless}[^\\s"',;&}\\])]{3,4000}`, `$1${hidden}`),
  // Command lines, as one text or as a list of arguments.
  redact(`(${option}(?:[ \\t]{1,4}|=)["']?)(?!\\[redacted)[^\\s"'=-][^\\s"']{2,1000}`, `$1${hidden}`, "g"),
  redact(
    `(${option}["']?(?:,\\s{0,80}|[ \\t]{0,8}\\n[ \\t]{0,80}- )["']?)(?!\\[redacted)[^\\s"'=-][^\\s"']{2,1000}`,
    `$1${hidden}`,
    "g",
  ),
  // Go prints structures without quotes; its names begin large, those of images never do.
  redact(
    `([{ ](?:[A-Z][A-Za-z]{0,40})?(?:Password|Passwd|Auth|Token|Secret|Key):)(?!\\[redacted)[^\\s{}",]{3,4000}`,
    `$1${hidden}`,
    "g",
  ),
  redact(`(EnvVar\\{Name:${secretName},Value:)[^,}\\n]{1,4000}`, `$1${hidden}`),
  redact(`(<${secretName}>)[^<\\n]{1,4000}(?=<)`, `$1${hidden}`),
];
