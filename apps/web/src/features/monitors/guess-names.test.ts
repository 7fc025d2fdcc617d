import { serviceName } from "@rollcall/domain/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { guessNames } from "./guess-names.ts";

test.each([
  { url: "https://acme.io", service: "acme", environment: "production" },
  { url: "https://www.acme.io/version", service: "acme", environment: "production" },
  { url: "https://shop.acme.io", service: "shop", environment: "production" },
  { url: "https://api.acme.io", service: "acme-api", environment: "production" },
  { url: "https://checkout-api.staging.acme.io", service: "checkout-api", environment: "staging" },
  { url: "https://checkout-stg.acme.io", service: "checkout", environment: "staging" },
  { url: "https://staging.acme.io", service: "acme", environment: "staging" },
  { url: "http://localhost:9000", service: "localhost", environment: "production" },
  { url: "http://10.0.0.3:8080", service: "", environment: "production" },
  { url: "http://[::1]/", service: "", environment: "production" },
  { url: "acme", service: "", environment: "production" },
])("$url is $service in $environment", ({ url, service, environment }) => {
  expect(guessNames(url)).toEqual({ service, environment });
});

test("proposes a name that can be saved, or none", () => {
  fc.assert(
    fc.property(fc.domain(), (domain) => {
      const { service } = guessNames(`https://${domain}/`);
      expect(service === "" || serviceName.safeParse(service).success).toBe(true);
    }),
  );
});
