export { type EnvironmentRef, ensureEnvironment } from "./ensure-environment.ts";
