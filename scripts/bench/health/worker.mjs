/** Runs worker.ts in a worker thread. */
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
