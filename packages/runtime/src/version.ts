import manifest from "../package.json" with { type: "json" };

/** The version of this program, as `/__version__`, `x-rollcall-version` and heartbeats state it. */
export const productVersion: string = manifest.version;
