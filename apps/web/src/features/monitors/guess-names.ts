const environmentWords: [pattern: RegExp, environment: string][] = [
  [/^(staging|stage|stg)$/, "staging"],
  [/^(dev|development)$/, "development"],
  [/^(test|testing|qa|uat)$/, "test"],
  [/^(preview|pr|preprod)$/, "preview"],
];
/** First labels that say what kind of thing answers, not which. */
const kindWords = /^(api|app|web|admin|static|cdn|edge)$/;

/**
 * A service and an environment to begin with, from the host of a URL: `checkout-api.staging.acme.io` is
 * `checkout-api` in `staging`, `api.acme.io` is `acme-api`. Only a proposal; an empty service where nothing fits.
 */
export function guessNames(url: string): { service: string; environment: string } {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  if (host === "" || host.startsWith("[") || /^[\d.]+$/.test(host))
    return { service: "", environment: "production" };
  const labels = host.split(".").filter((label) => label !== "");
  const words = labels.flatMap((label) => label.split("-"));
  const environment = environmentWords.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
  const names = labels.map(withoutEnvironment).filter((label) => label !== "");
  return { service: serviceOf(names), environment: environment ?? "production" };
}

function withoutEnvironment(label: string): string {
  const isEnvironment = (word: string) => environmentWords.some(([pattern]) => pattern.test(word));
  return label
    .split("-")
    .filter((word) => !isEnvironment(word))
    .join("-");
}

function serviceOf(labels: string[]): string {
  const [first = "", ...rest] = labels[0] === "www" ? labels.slice(1) : labels;
  const domain = rest.length > 1 ? rest[rest.length - 2] : undefined;
  return kindWords.test(first) && domain !== undefined ? `${domain}-${first}` : first;
}
