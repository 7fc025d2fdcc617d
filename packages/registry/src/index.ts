export { type CheckOptions, checkImage } from "./check-image.ts";
export type { RegistryCredentials } from "./registry-session.ts";
