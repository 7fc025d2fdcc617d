/**
 * Where routes are written down. Each is described once, for OpenAPI and for the router, and gets the same frame:
 * caller, limits, then the handler. Bodies are described here but parsed by the verbs, after they have authorised.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { AppError, problemWire } from "@rollcall/domain/problem";
import { z } from "zod";
import type { PageContext } from "../server/web-context.ts";
import type { ApiContext, ApiDeps, ApiEnv } from "./api-context.ts";
import { authenticate, callerKey } from "./authenticate.ts";

type Method = "get" | "post" | "patch" | "delete";

/** The names in a path: `{ id: string }` for `/deploys/{id}`. */
type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name | keyof PathParams<Rest>]: string }
  : Record<never, string>;

export type RouteSpec<Path extends string = string> = {
  method: Method;
  /** In OpenAPI's way: `/deploys/{id}`. */
  path: Path;
  tag: string;
  summary: string;
  description?: string;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** What the body may be sent as; JSON where nothing is said. */
  bodyTypes?: string[];
  /** The good answers by status; `null` for one without a body. */
  answers: Record<number, { description: string; schema: z.ZodType | null; type?: string }>;
};

type Handler<Path extends string> = (
  c: ApiContext,
  ctx: PageContext,
  params: PathParams<Path>,
) => Promise<Response>;

export type Router = {
  route<Path extends string>(spec: RouteSpec<Path>, handler: Handler<Path>): void;
  /** Called once, after all routes: any other method on a known path answers 405 with `Allow`. */
  refuseOtherMethods(): void;
};

/** A router below `basePath`; `isDocumented` routes stand in the OpenAPI description. */
export function createRouter(
  app: OpenAPIHono<ApiEnv>,
  deps: ApiDeps,
  options: { basePath: string; isDocumented: boolean },
): Router {
  const methodsByPath = new Map<string, Method[]>();
  return {
    route(spec, handler) {
      const path = options.basePath + spec.path.replaceAll(/\{(\w+)\}/g, ":$1");
      methodsByPath.set(path, [...(methodsByPath.get(path) ?? []), spec.method]);
      if (options.isDocumented) app.openAPIRegistry.registerPath(describeRoute(spec, options.basePath));
      app.on(spec.method, path, async (c) => {
        await authenticate(c, deps);
        const left = await deps.limits.requests.count(callerKey(c.get("ctx").actor));
        c.header("RateLimit-Limit", String(left.limit));
        c.header("RateLimit-Remaining", String(left.remaining));
        c.header("RateLimit-Reset", String(left.resetSeconds));
        return handler(c, c.get("ctx"), c.req.param() as Parameters<typeof handler>[2]);
      });
    },
    refuseOtherMethods() {
      for (const [path, methods] of methodsByPath)
        app.all(path, (c) => {
          const allowed = methods.map((method) => method.toUpperCase()).join(", ");
          c.header("Allow", allowed);
          throw new AppError("method_not_allowed", `${c.req.method} is not possible here; ${allowed} is.`);
        });
    },
  };
}

const problemAnswer = {
  description: "A problem, with pointers to what is wrong",
  content: { "application/problem+json": { schema: problemWire.meta({ id: "Problem" }) } },
};

function describeRoute(spec: RouteSpec, basePath: string) {
  const names = [...spec.path.matchAll(/\{(\w+)\}/g)].flatMap((match) => match[1] ?? []);
  const params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  const answers = Object.entries(spec.answers).map(([status, answer]) => [
    status,
    {
      description: answer.description,
      ...(answer.schema && { content: { [answer.type ?? "application/json"]: { schema: answer.schema } } }),
    },
  ]);
  return {
    method: spec.method,
    path: basePath + spec.path,
    tags: [spec.tag],
    summary: spec.summary,
    ...(spec.description && { description: spec.description }),
    security: [{ token: [] }],
    request: {
      ...(names.length > 0 && { params }),
      ...(spec.query && { query: spec.query }),
      ...(spec.headers && { headers: spec.headers }),
      ...(spec.body && { body: { required: true, content: bodyContent(spec.body, spec.bodyTypes) } }),
    },
    responses: { ...Object.fromEntries(answers), default: problemAnswer },
  };
}

function bodyContent(schema: z.ZodType, types = ["application/json"]) {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}
