import { productVersion } from "@rollcall/runtime";
import type { Api } from "./create-api.ts";
import { renderDocs } from "./render-docs.ts";

/** `/openapi.json` (3.1) and `/docs/api`, both made from the routes that were added before. */
export function addDescription(app: Api, baseUrl: string): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    description: "An API token of the workspace: `Authorization: Bearer rc_…`",
  });
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Rollcall",
      version: productVersion,
      description:
        "Announce deploys, follow what is really serving, and manage what is probed and who is told. " +
        "Errors are `application/problem+json` (RFC 9457) with JSON Pointers to what is wrong.",
    },
    servers: [{ url: baseUrl }],
  });
  const page = renderDocs(document);
  app.get("/openapi.json", (c) => c.json(document));
  app.get("/api/v1/openapi.json", (c) => c.json(document));
  app.get("/docs/api", (c) => {
    c.header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    return c.html(page);
  });
}
