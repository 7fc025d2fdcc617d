export { createService } from "./create-service.ts";
export { deleteService } from "./delete-service.ts";
export { type EnvironmentRef, ensureEnvironment } from "./ensure-environment.ts";
export { listServices, readServiceWire } from "./list-services.ts";
export { patchService, patchServiceInput } from "./patch-service.ts";
export { type Badge, readBadge } from "./read-badge.ts";
export { readService } from "./read-service.ts";
export {
  readServiceVerdict,
  type ServiceVerdict,
  serviceVerdict,
  serviceVerdictInput,
} from "./read-service-verdict.ts";
export { renewBadge, renewBadgeInput } from "./renew-badge.ts";
