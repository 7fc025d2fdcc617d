export { findCauses } from "./find-causes.ts";
