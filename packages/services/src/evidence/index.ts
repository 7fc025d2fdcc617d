export { listEvidence } from "./list-evidence.ts";
export { sendEvidence } from "./send-evidence.ts";
