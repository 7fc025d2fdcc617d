export { type DockerRegistry, dockerRegistryMissing, startDockerRegistry } from "./docker-registry.ts";
export { buildImage, type Image, type ImageWish } from "./image.ts";
export { pushImage } from "./push-image.ts";
export {
  type RegistryMood,
  type RegistryPeer,
  type RegistryPeerOptions,
  type RegistryRequest,
  startRegistryPeer,
} from "./registry-peer.ts";
export { type Vendor, vendorShapes } from "./vendors.ts";
