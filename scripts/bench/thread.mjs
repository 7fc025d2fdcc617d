/** A worker thread that runs the TypeScript module it is given. */
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData);
