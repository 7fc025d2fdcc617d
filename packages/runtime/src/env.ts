/** The environment of every program, parsed once at its entry. */
import { z } from "zod";
import { isKeepDaysPart, type KeepDays, keepDaysShape, readKeepDays } from "./keep-days.ts";

export const roles = ["web", "scheduler", "prober", "judge", "notifier"] as const;
/** What a process does; one process may do several. */
export type Role = (typeof roles)[number];

const list = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

const regionName = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;
const port = z.coerce.number().int().min(0).max(65535);
const address = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  "must be a comma list of addresses and CIDRs",
);
const egressAddressesMax = 20;
const operatorsMax = 20;
const url = (protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL starting with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

/**
 * Every variable Rollcall reads; `.env.example` lists the same names and `npm run verify` compares them.
 * An empty value counts as absent, so that `NAME=` in an env file means the default.
 */
export const envSchema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  BASE_URL: url(["http:", "https:"]).optional(),
  DATABASE_URL: url(["postgres:", "postgresql:"]).optional(),
  REDIS_URL: url(["redis:", "rediss:"]).optional(),
  ROLLCALL_QUEUE_PREFIX: z
    .string()
    .regex(/^([\w-]{1,60}|\{[\w-]{1,58}\})$/, "must be letters, digits, - and _, or those in braces")
    .default("rollcall"),
  ROLLCALL_DATA_DIR: z.string().default(".rollcall"),
  ROLLCALL_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  ROLLCALL_ROLES: z
    .string()
    .default(roles.join(","))
    .transform(list)
    .pipe(z.array(z.enum(roles, `must be a comma list of ${roles.join(", ")}`)).min(1)),
  ROLLCALL_REGIONS: z
    .string()
    .default("local")
    .transform(list)
    .pipe(z.array(z.string().regex(regionName, "must be a comma list of names such as eu-west")).min(1)),
  ROLLCALL_REGION_KEY: z.string().optional(),
  ROLLCALL_WORKER_PORT: port.optional(),
  ROLLCALL_ALLOW_TARGETS: z.string().default(""),
  ROLLCALL_ANCHORS: z
    .string()
    .default("")
    .transform(list)
    .pipe(z.array(url(["http:", "https:"])).max(8)),
  ROLLCALL_EGRESS_ADDRESSES: z
    .string()
    .default("")
    .transform(list)
    .pipe(z.array(address).max(egressAddressesMax, `must be at most ${egressAddressesMax}`)),
  ROLLCALL_KEEP_DAYS: z
    .string()
    .default("")
    .transform(list)
    .refine((parts) => parts.every(isKeepDaysPart), keepDaysShape)
    .transform(readKeepDays),
  ROLLCALL_BURST_PROBES: z.coerce.number().int().min(60).max(1_000_000).optional(),
  ROLLCALL_SPOOL_MB: z.coerce.number().int().min(0).max(100_000).default(64),
  ROLLCALL_SPOOL_HOURS: z.coerce.number().int().min(1).max(168).default(24),
  ROLLCALL_HEARTBEAT_URL: url(["http:", "https:"]).optional(),
  ROLLCALL_OPERATORS_EMAIL: z
    .string()
    .default("")
    .transform(list)
    .pipe(z.array(z.email("must be a comma list of email addresses")).max(operatorsMax)),
  ROLLCALL_OPERATORS_WEBHOOK: url(["http:", "https:"]).optional(),
  ROLLCALL_SIGN_UP: z.enum(["open", "closed"]).default("open"),
  ROLLCALL_PLAN: z.enum(["self_hosted", "free"]).default("self_hosted"),
  ROLLCALL_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  SMTP_URL: url(["smtp:", "smtps:"]).optional(),
  MAIL_FROM: z.string().default("Rollcall <rollcall@localhost>"),
  ROLLCALL_BOOTSTRAP_EMAIL: z.email("must be an email address").optional(),
  ROLLCALL_BOOTSTRAP_PASSWORD: z.string().min(10, "must have at least 10 characters").optional(),
  ROLLCALL_BOOTSTRAP_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
});

/** The parsed environment. `baseUrl` has no trailing slash; `null` where nothing was set. */
export type Env = {
  nodeEnv: "development" | "test" | "production";
  logLevel: string;
  port: number;
  host: string;
  baseUrl: string;
  databaseUrl: string | null;
  redisUrl: string | null;
  /** First part of every key in Redis. */
  queuePrefix: string;
  dataDir: string;
  secret: string | null;
  roles: Role[];
  regions: string[];
  /** Lets a far prober open the batches of its one region without the secret. */
  regionKey: string | null;
  /** Where a worker answers /healthz, /readyz and /metrics. */
  workerPort: number | null;
  /** Comma list of CIDRs or `all`, read by `createGuard`. */
  allowTargets: string;
  /** URLs by which a prober tells whether it is online. */
  anchors: string[];
  /** Addresses and CIDRs that this prober's connections come from, for firewalls that are to let it through. */
  egressAddresses: string[];
  /** Days for which raw observations and their roll-ups by minute, hour and day are kept. */
  keepDays: KeepDays;
  /** Burst probes a second, over all rollouts and regions; as usual when nothing was set. */
  burstProbesMax: number | null;
  /** What a prober may keep on disk while the queue is away; with 0 bytes it keeps nothing. */
  spool: { bytesMax: number; ageMsMax: number };
  /** Asked every minute while the instance is well, so that another system notices when it is not; may hold a secret. */
  heartbeatUrl: string | null;
  /** Who is told when Rollcall itself is in trouble; the URL may hold a secret. */
  operators: { email: string[]; webhookUrl: string | null };
  /** `closed`: only the first user may sign up, with the set-up link. */
  signUp: "open" | "closed";
  /** The plan of new workspaces: what they may use, and whether addresses must be confirmed. */
  plan: "self_hosted" | "free";
  /** Trusted proxies in front, each of which appends to X-Forwarded-For. */
  proxyHops: number;
  smtpUrl: string | null;
  mailFrom: string;
  bootstrap: { email: string; password: string; token: string | null } | null;
};

/** Thrown by `parseEnv`; the message names every bad variable and never shows a value. */
export class EnvError extends Error {
  override name = "EnvError";
  readonly problems: string[];

  constructor(problems: string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** Reads an environment such as `process.env`. Throws one `EnvError` with every problem at once. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(given);
  const problems = parsed.success
    ? combinationProblems(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path[0]?.toString()} ${problemText(issue)}`);
  if (!parsed.success || problems.length > 0) throw new EnvError([...new Set(problems)]);
  return toEnv(parsed.data);
}

// The default messages of some checks repeat what was given, which may be a secret.
function problemText(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith("must ")) return issue.message;
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
  if (issue.path[0] === "PORT" || issue.path[0] === "ROLLCALL_WORKER_PORT")
    return "must be a port, 0 to 65535";
  return "is not valid";
}

function combinationProblems(raw: z.output<typeof envSchema>): string[] {
  const problems: string[] = [];
  const isFarProber =
    raw.ROLLCALL_REGION_KEY !== undefined && raw.ROLLCALL_ROLES.every((role) => role === "prober");
  if (raw.NODE_ENV === "production" && raw.DATABASE_URL && !raw.ROLLCALL_SECRET && !isFarProber)
    problems.push("ROLLCALL_SECRET must be set when DATABASE_URL is set (openssl rand -base64 32 makes one)");
  if (raw.ROLLCALL_REGION_KEY && raw.ROLLCALL_REGIONS.length !== 1)
    problems.push("ROLLCALL_REGIONS must name the one region that ROLLCALL_REGION_KEY belongs to");
  if (Boolean(raw.ROLLCALL_BOOTSTRAP_EMAIL) !== Boolean(raw.ROLLCALL_BOOTSTRAP_PASSWORD))
    problems.push("ROLLCALL_BOOTSTRAP_EMAIL and ROLLCALL_BOOTSTRAP_PASSWORD must be set together");
  if (raw.ROLLCALL_BOOTSTRAP_TOKEN && !raw.ROLLCALL_BOOTSTRAP_EMAIL)
    problems.push("ROLLCALL_BOOTSTRAP_TOKEN must come with ROLLCALL_BOOTSTRAP_EMAIL");
  if (raw.ROLLCALL_OPERATORS_EMAIL.length > 0 && !raw.SMTP_URL)
    problems.push("ROLLCALL_OPERATORS_EMAIL must come with SMTP_URL");
  return problems;
}

function toEnv(raw: z.output<typeof envSchema>): Env {
  const shownHost = ["0.0.0.0", "::"].includes(raw.HOST) ? "localhost" : raw.HOST;
  return {
    nodeEnv: raw.NODE_ENV,
    logLevel: raw.LOG_LEVEL,
    port: raw.PORT,
    host: raw.HOST,
    baseUrl: (raw.BASE_URL ?? `http://${shownHost}:${raw.PORT}`).replace(/\/+$/, ""),
    databaseUrl: raw.DATABASE_URL ?? null,
    redisUrl: raw.REDIS_URL ?? null,
    queuePrefix: raw.ROLLCALL_QUEUE_PREFIX,
    dataDir: raw.ROLLCALL_DATA_DIR,
    secret: raw.ROLLCALL_SECRET ?? null,
    roles: [...new Set(raw.ROLLCALL_ROLES)],
    regions: [...new Set(raw.ROLLCALL_REGIONS)],
    regionKey: raw.ROLLCALL_REGION_KEY ?? null,
    workerPort: raw.ROLLCALL_WORKER_PORT ?? null,
    allowTargets: raw.ROLLCALL_ALLOW_TARGETS,
    anchors: raw.ROLLCALL_ANCHORS,
    egressAddresses: [...new Set(raw.ROLLCALL_EGRESS_ADDRESSES)],
    keepDays: raw.ROLLCALL_KEEP_DAYS,
    burstProbesMax: raw.ROLLCALL_BURST_PROBES ?? null,
    spool: {
      bytesMax: raw.ROLLCALL_SPOOL_MB * 1024 * 1024,
      ageMsMax: raw.ROLLCALL_SPOOL_HOURS * 3_600_000,
    },
    heartbeatUrl: raw.ROLLCALL_HEARTBEAT_URL ?? null,
    operators: {
      email: [...new Set(raw.ROLLCALL_OPERATORS_EMAIL)],
      webhookUrl: raw.ROLLCALL_OPERATORS_WEBHOOK ?? null,
    },
    signUp: raw.ROLLCALL_SIGN_UP,
    plan: raw.ROLLCALL_PLAN,
    proxyHops: raw.ROLLCALL_PROXY_HOPS,
    smtpUrl: raw.SMTP_URL ?? null,
    mailFrom: raw.MAIL_FROM,
    bootstrap:
      raw.ROLLCALL_BOOTSTRAP_EMAIL && raw.ROLLCALL_BOOTSTRAP_PASSWORD
        ? {
            email: raw.ROLLCALL_BOOTSTRAP_EMAIL,
            password: raw.ROLLCALL_BOOTSTRAP_PASSWORD,
            token: raw.ROLLCALL_BOOTSTRAP_TOKEN ?? null,
          }
        : null,
  };
}

/** Where the queue lives: Redis when it is configured, else PostgreSQL. Throws when there is neither. */
export function queueTarget(
  env: Pick<Env, "redisUrl" | "databaseUrl">,
): { redisUrl: string } | { databaseUrl: string } {
  if (env.redisUrl) return { redisUrl: env.redisUrl };
  if (env.databaseUrl) return { databaseUrl: env.databaseUrl };
  throw new EnvError(["DATABASE_URL or REDIS_URL must be set (npm start sets DATABASE_URL by itself)"]);
}
