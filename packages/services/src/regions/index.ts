export { listRegions } from "./list-regions.ts";
