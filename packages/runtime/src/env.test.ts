import { describe, expect, it } from "vitest";
import { EnvError, parseEnv, queueTarget } from "./env.ts";

const secret = "0123456789abcdef0123456789abcdef";
const databaseUrl = "postgres://rollcall:hunter2@db:5432/rollcall";

describe("the environment", () => {
  it("needs no variable at all", () => {
    expect(parseEnv({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      baseUrl: "http://127.0.0.1:3000",
      roles: ["web", "scheduler", "prober", "judge", "notifier"],
      regions: ["local"],
      databaseUrl: null,
      queuePrefix: "rollcall",
      secret: null,
      bootstrap: null,
      plan: "self_hosted",
    });
  });

  it("takes an empty value as an absent one", () => {
    expect(parseEnv({ PORT: "", REDIS_URL: "" })).toEqual(parseEnv({}));
  });

  it.each([
    {
      name: "one region twice",
      source: { ROLLCALL_REGIONS: "eu-west, us-east,eu-west" },
      expected: { regions: ["eu-west", "us-east"] },
    },
    {
      name: "some roles",
      source: { ROLLCALL_ROLES: "judge,prober" },
      expected: { roles: ["judge", "prober"] },
    },
    {
      name: "a base URL with a slash at its end",
      source: { BASE_URL: "https://r.example/" },
      expected: { baseUrl: "https://r.example" },
    },
    {
      name: "addresses of every kind, each once",
      source: { ROLLCALL_EGRESS_ADDRESSES: "203.0.113.7, 2001:db8::7,198.51.100.0/28,203.0.113.7" },
      expected: { egressAddresses: ["203.0.113.7", "2001:db8::7", "198.51.100.0/28"] },
    },
    {
      name: "those who run the instance, each once",
      source: {
        ROLLCALL_OPERATORS_EMAIL: "ana@example.com, bo@example.com,ana@example.com",
        SMTP_URL: "smtp://mail:25",
      },
      expected: { operators: { email: ["ana@example.com", "bo@example.com"], webhookUrl: null } },
    },
    {
      name: "for how long some things are kept, and the usual for the rest",
      source: { ROLLCALL_KEEP_DAYS: "minutes:3, observations:14" },
      expected: { keepDays: { observations: 14, minutes: 3, hours: 90, days: 800 } },
    },
    {
      name: "the prefix of keys that a cluster keeps together, and what a prober may keep",
      source: { ROLLCALL_QUEUE_PREFIX: "{acme}", ROLLCALL_SPOOL_MB: "8", ROLLCALL_SPOOL_HOURS: "1" },
      expected: { queuePrefix: "{acme}", spool: { bytesMax: 8 * 1024 ** 2, ageMsMax: 3_600_000 } },
    },
    {
      name: "every interface, called by a name",
      source: { HOST: "0.0.0.0", PORT: "80" },
      expected: { baseUrl: "http://localhost:80" },
    },
  ])("reads $name", ({ source, expected }) => {
    expect(parseEnv(source)).toMatchObject(expected);
  });

  it.each([
    { name: "a port that is none", source: { PORT: "http" }, problem: "PORT must be a port" },
    {
      name: "a role that nobody has",
      source: { ROLLCALL_ROLES: "web,cook" },
      problem: "ROLLCALL_ROLES must be",
    },
    {
      name: "a database of another kind",
      source: { DATABASE_URL: "mysql://x" },
      problem: "DATABASE_URL must be a URL",
    },
    {
      name: "a secret that is short",
      source: { ROLLCALL_SECRET: "hunter2" },
      problem: "ROLLCALL_SECRET must have",
    },
    {
      name: "a region that is no name",
      source: { ROLLCALL_REGIONS: "EU West" },
      problem: "ROLLCALL_REGIONS must be",
    },
    {
      name: "an address that is a name",
      source: { ROLLCALL_EGRESS_ADDRESSES: "203.0.113.7,prober.example" },
      problem: "ROLLCALL_EGRESS_ADDRESSES must be a comma list of addresses",
    },
    {
      name: "less kept than pages show",
      source: { ROLLCALL_KEEP_DAYS: "minutes:7,days:90" },
      problem: "ROLLCALL_KEEP_DAYS must be a comma list such as minutes:7",
    },
    {
      name: "operators who are to be told by a mail server that is none",
      source: { ROLLCALL_OPERATORS_EMAIL: "ana@example.com" },
      problem: "ROLLCALL_OPERATORS_EMAIL must come with SMTP_URL",
    },
    {
      name: "half of an owner",
      source: { ROLLCALL_BOOTSTRAP_EMAIL: "a@b.example" },
      problem: "must be set together",
    },
    {
      name: "a bootstrap token that can be guessed",
      source: {
        ROLLCALL_BOOTSTRAP_EMAIL: "a@b.example",
        ROLLCALL_BOOTSTRAP_PASSWORD: "long enough",
        ROLLCALL_BOOTSTRAP_TOKEN: "x".repeat(15),
      },
      problem: "ROLLCALL_BOOTSTRAP_TOKEN must have",
    },
    { name: "a plan that nobody sells", source: { ROLLCALL_PLAN: "gold" }, problem: "ROLLCALL_PLAN must be" },
    {
      name: "production with a database and without a secret",
      source: { NODE_ENV: "production", DATABASE_URL: databaseUrl },
      problem: "ROLLCALL_SECRET must be set",
    },
    {
      name: "a region's key for two regions",
      source: { ROLLCALL_REGION_KEY: "k", ROLLCALL_REGIONS: "a,b" },
      problem: "ROLLCALL_REGIONS must name the one region",
    },
  ])("refuses $name", ({ source, problem }) => {
    expect(() => parseEnv(source)).toThrow(problem);
  });

  it("tells every problem at once and shows no value", () => {
    const source = { PORT: "99999999", DATABASE_URL: "hunter2", ROLLCALL_SECRET: "correct horse" };
    const error = catchError(() => parseEnv(source));
    expect(error).toBeInstanceOf(EnvError);
    expect((error as EnvError).problems).toHaveLength(3);
    for (const value of Object.values(source)) expect(String(error)).not.toContain(value);
  });

  it("lets a far prober of one region do without the secret", () => {
    const far = {
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      ROLLCALL_ROLES: "prober",
      ROLLCALL_REGIONS: "eu-west",
    };
    expect(() => parseEnv(far)).toThrow("ROLLCALL_SECRET");
    expect(parseEnv({ ...far, ROLLCALL_REGION_KEY: "key" }).regionKey).toBe("key");
    expect(parseEnv({ ...far, ROLLCALL_SECRET: secret }).secret).toBe(secret);
  });
});

describe("the queue's place", () => {
  it("is Redis when there is one, else PostgreSQL", () => {
    const redisUrl = "redis://cache:6379";
    expect(queueTarget({ redisUrl, databaseUrl })).toEqual({ redisUrl });
    expect(queueTarget({ redisUrl: null, databaseUrl })).toEqual({ databaseUrl });
    expect(() => queueTarget({ redisUrl: null, databaseUrl: null })).toThrow(EnvError);
  });
});

function catchError(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
