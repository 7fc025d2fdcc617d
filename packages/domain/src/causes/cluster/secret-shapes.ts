/** What is secret by its shape, or by the kind of text that it stands in. */

/** Every match of `pattern` (always global) is replaced by `by`. */
export type Redaction = { pattern: RegExp; by: string };

const hidden = "[redacted]";
const keyName = "[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?";
const jsonText = '"(?:[^"\\\\]|\\\\.){0,100000}"';
const escapedJsonText = '\\\\"(?:[^"\\\\]|\\\\\\\\.){0,100000}\\\\"';
const pairsOf = (text: string) =>
  `\\{\\s{0,80}(?:${text}\\s{0,80}:\\s{0,80}${text}\\s{0,80},?\\s{0,80}){1,500}\\}`;

/** Tokens that say by their first letters whose they are. */
const issued = [
  "gh[pousr]_[A-Za-z0-9]{20,255}",
  "github_pat_[A-Za-z0-9_]{20,255}",
  "gl[a-z]{2,6}-[A-Za-z0-9_-]{16,255}",
  "xox[abeoprs]-[A-Za-z0-9-]{10,255}",
  "xapp-[A-Za-z0-9-]{10,255}",
  "dckr_(?:pat|oat)_[A-Za-z0-9_-]{16,255}",
  "npm_[A-Za-z0-9]{30,60}",
  "pypi-[A-Za-z0-9_-]{16,255}",
  "[srp]k_(?:live|test)_[A-Za-z0-9]{10,255}",
  "sk-[A-Za-z0-9_-]{20,255}",
  "AIza[A-Za-z0-9_-]{30,60}",
  "ya29\\.[A-Za-z0-9_-]{20,2000}",
  "SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,128}",
  "do[opr]_v1_[a-f0-9]{32,128}",
  "hf_[A-Za-z0-9]{20,255}",
  "hv[sbr]\\.[A-Za-z0-9_-]{20,255}",
  "ATATT[A-Za-z0-9_=-]{20,255}",
  "shp(?:at|ss|pa|ca)_[a-fA-F0-9]{20,64}",
  "(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,20}\\b",
].join("|");

/** Keys, tokens, headers, addresses, command lines, Kubernetes' own secrets. */
export const secretShapes: readonly Redaction[] = [
  // To its end, or as far as it goes when it was cut off.
  {
    pattern: new RegExp(
      `-----BEGIN ${keyName}-----(?:(?:(?!-----BEGIN)[^]){0,16000}?-----END ${keyName}-----|[^-]{1,16000}|)`,
      "g",
    ),
    by: hidden,
  },
  // The same, and certificates with it, once more in base64.
  { pattern: /\bLS0tLS1CRUdJTi[A-Za-z0-9+/=]{8,100000}/g, by: hidden },
  // A JWT: two or three parts of base64url, the first of which begins as {" does.
  { pattern: /\beyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{4,8000}(?:\.[A-Za-z0-9_-]{0,8000})?/g, by: hidden },
  // A pull secret in base64 begins as {"auths": does.
  { pattern: /\beyJhdXRocyI6[A-Za-z0-9+/=]{8,100000}/g, by: hidden },
  { pattern: new RegExp(`\\b(?:${issued})`, "g"), by: hidden },
  { pattern: /\b(hooks\.slack\.com\/services\/)[A-Za-z0-9/]{10,255}/g, by: `$1${hidden}` },
  // Lines of nothing but base64: digests and identifiers have no capitals.
  {
    pattern:
      /^([ \t]{0,80})(?=[a-z0-9+/]{0,400}[A-Z])(?=[A-Z0-9+/]{0,400}[a-z])(?=[A-Za-z+/]{0,400}\d)[A-Za-z0-9+/]{32,20000}={0,2}(?=[ \t]{0,80}$)/gm,
    by: `$1${hidden}`,
  },
  {
    pattern:
      /\b(bearer|basic)(?:\s|\\n){1,8}(?!auth\b|realm\b|token\b|credentials\b)[A-Za-z0-9+/_.~=-]{8,4000}/gi,
    by: `$1 ${hidden}`,
  },
  // Everything after the scheme: schemes have parameters of their own.
  {
    pattern:
      /(\b(?:proxy-)?authorization\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\[?\\?["']?)(?![ \t]{0,4}(?:token (?:is|has|was|expired|invalid|required)|failed|server message)\b|[ \t[\\"']{0,8}redacted\])(?:\[redacted\]|[^\n"'\\[\]]){3,4000}/gi,
    by: `$1${hidden}`,
  },
  {
    pattern:
      /\b((?:set-)?cookie2?\\?["']?[ \t]{0,4}:[ \t]{0,4}\[?\\?["']?)(?![ \t[\\"']{0,8}redacted\])(?:\[redacted\]|[^\n"'\\[\]]){1,4000}/gi,
    by: `$1${hidden}`,
  },
  // What stands before @ in an address; a password may have an @ or a / in it, a digest is none.
  { pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)(?:[^\s/@"'<>]{1,400}@){1,5}/gi, by: `$1${hidden}@` },
  {
    pattern:
      /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"'<>]{0,200}:(?!\d{1,5}(?:[/?#\s]|$))[^\s@"'<>]{1,400}@(?!sha\d)/gi,
    by: `$1${hidden}@`,
  },
  { pattern: /\b([\w.-]{1,60}:)[^\s@:/"']{1,200}(?=@(?:tcp|udp|unix)\()/g, by: `$1${hidden}` },
  { pattern: /(:thin:[\w.-]{1,60}\/)[^\s@"']{1,200}(?=@)/gi, by: `$1${hidden}` },
  {
    pattern:
      /((?:[?&;]|\b)(?:x-amz-signature|x-amz-security-token|x-amz-credential|sig|signature|access_token|client_secret|password)=)(?!\[redacted)[^\s&;"'<>]{3,4000}/gi,
    by: `$1${hidden}`,
  },
  // Command lines.
  {
    pattern: /((?:^|\s)(?:-u|--user)[ \t=]{0,4}["']?)[^\s"':=-][^\s"':]{0,200}:[^\s"']{1,1000}/g,
    by: `$1${hidden}`,
  },
  {
    pattern: /(\blogin\b[^\n]{0,200}?\s-p[ =]{0,2}["']?)(?!\[redacted)[^\s"'-][^\s"']{2,1000}/g,
    by: `$1${hidden}`,
  },
  {
    pattern:
      /(\b(?:mysql|mysqldump|mariadb|mysqladmin)\b[^\n]{0,200}?\s-p)(?!\[redacted)[^\s"'-][^\s"']{2,200}/g,
    by: `$1${hidden}`,
  },
  {
    pattern: /(\bredis-cli\b[^\n]{0,200}?\s-a[ ]{1,2})(?!\[redacted)[^\s"'-][^\s"']{2,200}/g,
    by: `$1${hidden}`,
  },
  { pattern: /(--from-literal[ =]["']?[\w.-]{1,253}=)(?!\[redacted)[^\s"']{1,4000}/g, by: `$1${hidden}` },
  {
    pattern:
      /(\bmachine\s{1,8}\S{1,253}\s{1,8}login\s{1,8}\S{1,253}\s{1,8}password\s{1,8})(?!\[redacted)\S{1,1000}/g,
    by: `$1${hidden}`,
  },
  // A Kubernetes secret, and a config map with it: no cause is known by what is in them.
  {
    pattern: new RegExp(`("(?:data|stringData|binaryData)"\\s{0,8}:\\s{0,8})${pairsOf(jsonText)}`, "g"),
    by: "$1{}",
  },
  {
    pattern: new RegExp(
      `(\\\\"(?:data|stringData|binaryData)\\\\"\\s{0,8}:\\s{0,8})${pairsOf(escapedJsonText)}`,
      "g",
    ),
    by: "$1{}",
  },
  {
    pattern:
      /^([ \t]{0,80})((?:data|stringData|binaryData):[ \t]{0,8})(?:\n\1[ \t]{1,80}\S[^\n]{0,100000}){1,5000}/gm,
    by: `$1$2${hidden}`,
  },
];
