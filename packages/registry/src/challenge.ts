/** One challenge of a `WWW-Authenticate` header (RFC 9110, section 11.6.1); the scheme in lower case. */
export type Challenge = { scheme: string; params: Record<string, string> };

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const paramPattern = new RegExp(`^\\s*,?\\s*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`);
const schemePattern = new RegExp(`^\\s*,?\\s*(${token})(?=\\s|,|$)`);

/** The challenges of all such headers, in their order. What cannot be read ends the header it stands in. */
export function readChallenges(headers: readonly [string, string][]): Challenge[] {
  return headers
    .filter(([name]) => name.toLowerCase() === "www-authenticate")
    .flatMap(([, value]) => readHeader(value));
}

function readHeader(value: string): Challenge[] {
  const challenges: Challenge[] = [];
  let rest = value.slice(0, 4096);
  while (rest.trim() !== "") {
    const param = paramPattern.exec(rest);
    const current = challenges.at(-1);
    if (param && current) {
      const [whole, name = "", quoted, plain = ""] = param;
      current.params[name.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? plain;
      rest = rest.slice(whole.length);
      continue;
    }
    const scheme = param ? null : schemePattern.exec(rest);
    if (!scheme) break;
    challenges.push({ scheme: (scheme[1] ?? "").toLowerCase(), params: {} });
    rest = rest.slice(scheme[0].length);
  }
  return challenges;
}
