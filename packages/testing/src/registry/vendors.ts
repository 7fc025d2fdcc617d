/** How registries in use differ where they refuse: statuses, error bodies, challenges and limits. */

/** What the peer says instead of an image or a token. */
export type Refusal = { status: number; body?: unknown; headers?: Record<string, string> };

export type VendorShape = {
  /** The path of its token service; `null` for a registry that takes basic credentials itself. */
  tokenPath: string | null;
  /** Asked without credentials for what is private: refused by the token service or only by the registry. */
  stranger: Refusal & { by: "token" | "registry" };
  /** Credentials it does not know. */
  wrong: Refusal;
  /** Credentials that were good once. */
  expired: Refusal;
  noTag(repository: string, tag: string): unknown;
  noRepository(repository: string): unknown;
  limited: Refusal;
  /** Blobs come from a storage at another address. */
  redirectsBlobs?: boolean;
  /** Everybody may do everything, and nobody is asked who they are. */
  isOpen?: boolean;
  /** It refuses to list tags. */
  hidesTags?: boolean;
};

const error = (code: string, message: string) => ({ errors: [{ code, message }] });

/** Docker Hub gives everybody a token, and says only at the registry that it is good for nothing. */
const dockerHub: VendorShape = {
  tokenPath: "/token",
  stranger: {
    by: "registry",
    status: 401,
    body: error("UNAUTHORIZED", "authentication required"),
  },
  wrong: { status: 401, body: { details: "incorrect username or password" } },
  expired: { status: 401, body: { details: "personal access token is expired" } },
  noTag: (_, tag) => error("MANIFEST_UNKNOWN", `manifest unknown: unknown tag=${tag}`),
  noRepository: () => error("NAME_UNKNOWN", "repository name not known to registry"),
  limited: {
    status: 429,
    body: error("TOOMANYREQUESTS", "You have reached your pull rate limit."),
    headers: {
      "ratelimit-limit": "100;w=21600",
      "ratelimit-remaining": "0;w=21600",
      "docker-ratelimit-source": "203.0.113.9",
    },
  },
  redirectsBlobs: true,
};

const ghcr: VendorShape = {
  tokenPath: "/token",
  stranger: { by: "token", status: 401, body: error("UNAUTHORIZED", "authentication required") },
  wrong: { status: 403, body: error("DENIED", "denied") },
  expired: { status: 403, body: error("DENIED", "denied: the token has expired") },
  noTag: () => error("MANIFEST_UNKNOWN", "manifest unknown"),
  noRepository: () => error("NAME_UNKNOWN", "repository name not known to registry"),
  limited: {
    status: 429,
    body: error("TOOMANYREQUESTS", "retry-after: 1s"),
    headers: { "retry-after": "90" },
  },
  redirectsBlobs: true,
};

const ecr: VendorShape = {
  tokenPath: null,
  stranger: { by: "registry", status: 401, body: "Not Authorized\n" },
  wrong: { status: 401, body: "Not Authorized\n" },
  expired: {
    status: 403,
    body: error("DENIED", "Your authorization token has expired. Reauthenticate and try again."),
  },
  noTag: (_, tag) => error("MANIFEST_UNKNOWN", `Requested image not found: tag '${tag}'`),
  noRepository: (repository) =>
    error("NAME_UNKNOWN", `The repository with name '${repository}' does not exist in the registry`),
  limited: { status: 429, body: error("TOOMANYREQUESTS", "Rate exceeded") },
  redirectsBlobs: true,
};

const acr: VendorShape = {
  tokenPath: "/oauth2/token",
  stranger: { by: "token", status: 401, body: error("UNAUTHORIZED", "authentication required") },
  wrong: { status: 401, body: error("UNAUTHORIZED", "authentication required") },
  expired: { status: 401, body: error("UNAUTHORIZED", "client secret is expired") },
  noTag: (_, tag) => error("MANIFEST_UNKNOWN", `manifest tagged by "${tag}" is not found`),
  noRepository: (repository) => error("NAME_UNKNOWN", `repository "${repository}" is not found`),
  limited: {
    status: 429,
    body: error("TOOMANYREQUESTS", "too many requests"),
    headers: { "retry-after": "120" },
  },
};

const artifactRegistry: VendorShape = {
  tokenPath: "/v2/token",
  stranger: {
    by: "token",
    status: 403,
    body: error("DENIED", 'Unauthenticated request. No permission "downloadArtifacts" (or it may not exist)'),
  },
  wrong: { status: 401, body: error("UNAUTHORIZED", "authentication failed") },
  expired: { status: 401, body: error("UNAUTHORIZED", "authentication failed") },
  noTag: (_, tag) => error("MANIFEST_UNKNOWN", `Failed to fetch "${tag}"`),
  noRepository: () => error("NAME_UNKNOWN", "Repository not found"),
  limited: { status: 429, body: error("TOOMANYREQUESTS", "Quota exceeded") },
  hidesTags: true,
};

const gitlab: VendorShape = {
  tokenPath: "/jwt/auth",
  stranger: { by: "token", status: 403, body: error("DENIED", "access forbidden") },
  wrong: {
    status: 401,
    body: error("UNAUTHORIZED", "HTTP Basic: Access denied. The provided password or token is incorrect"),
  },
  expired: { status: 401, body: error("UNAUTHORIZED", "HTTP Basic: Access denied. The token has expired") },
  noTag: () => error("MANIFEST_UNKNOWN", "manifest unknown"),
  noRepository: () => error("NAME_UNKNOWN", "repository name not known to registry"),
  limited: {
    status: 429,
    body: "Retry later\n",
    headers: { "ratelimit-limit": "500", "ratelimit-remaining": "0", "ratelimit-reset": "1900000000" },
  },
};

/** Harbor's codes are its own. */
const harbor: VendorShape = {
  tokenPath: "/service/token",
  stranger: { by: "registry", status: 401, body: error("UNAUTHORIZED", "unauthorized to access repository") },
  wrong: { status: 401, body: error("UNAUTHORIZED", "unauthorized") },
  expired: { status: 401, body: error("UNAUTHORIZED", "the robot account is expired") },
  noTag: (repository, tag) => error("NOT_FOUND", `artifact ${repository}:${tag} not found`),
  noRepository: (repository) => error("NOT_FOUND", `repository ${repository} not found`),
  limited: { status: 429, body: { message: "too many requests" }, headers: { "retry-after": "30" } },
};

/** `registry:2` as it comes: everybody may do everything. */
const open: VendorShape = {
  ...ghcr,
  tokenPath: null,
  redirectsBlobs: false,
  isOpen: true,
};

export const vendorShapes = {
  docker_hub: dockerHub,
  ghcr,
  ecr,
  acr,
  artifact_registry: artifactRegistry,
  gitlab,
  harbor,
  open,
} as const satisfies Record<string, VendorShape>;
export type Vendor = keyof typeof vendorShapes;
