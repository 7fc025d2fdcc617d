export { describeAge, describeEdge } from "./describe-cache.ts";
export { type CacheReading, type CacheVerdict, detectCache, isKept, readCache } from "./read-cache.ts";
