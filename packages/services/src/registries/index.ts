export { deleteRegistry } from "./delete-registry.ts";
export { listRegistries } from "./list-registries.ts";
export { type RegistryContext, setRegistry } from "./set-registry.ts";
