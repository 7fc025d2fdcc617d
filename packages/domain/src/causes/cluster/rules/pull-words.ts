/** Words that say that an image was to be pulled, and failed to be. */
export const pullWords: readonly RegExp[] = [
  /\bErrImagePull\b|\bImagePullBackOff\b|\bImageInspectError\b|\bRegistryUnavailable\b|\bCannotPull\w{1,40}/i,
  /\b(?:failed|failing|failure|error|errors|unable|cannot|could not|couldn't|trying|retrying|back-?off|err|timeout|timed out)\b.{0,80}\bpull/i,
  /\bpull(?:ing|ed)?\b.{0,80}\b(?:failed|failing|error|denied|fail)\b/i,
  /\bpull access denied\b|\bPullImage\b|\bpull rate limit\b|\btoomanyrequests\b|\baccess to the resource is denied\b/i,
  /\b(?:failed to|unable to|cannot|could not) resolve (?:reference|image|source)\b/i,
  /\bresolve reference\b|\binitializing source\b|\bdocker:\/\//i,
  /\breading (?:manifest|blob|config|signatures)\b|\bpinging (?:container |docker )?registry\b/i,
  /\bcopying (?:system )?image\b|\bfailed to (?:fetch|copy|extract|register|unpack|prepare extraction)\b/i,
  /\b(?:fetch|fetching|get|getting) (?:\w{1,20} )?(?:oauth |anonymous )?token\b|\bretrieve auth token\b/i,
  /\bmanifest (?:unknown|for|in)\b|\bmatching manifest\b|\bname unknown\b|\bMANIFEST_UNKNOWN\b|\bNAME_UNKNOWN\b/i,
  /https?:\/\/\S{1,200}\/v[12]\/|\bregistry (?:endpoint|server|host)\b|\bapplylayer\b/i,
  /\bdocker pull\b|\bcrictl pull\b|\bctr\b.{0,30}\bpull\b|\bdocker login\b|\bAPI error \(\d{3}\)/i,
  /\bfailed to inspect image\b|\bgetting credentials\b|\bdocker-credential-/i,
  /\bError response from daemon\b|\bDocker Client Error\b/i,
  /\bfor ECR\b|\.dkr\.ecr\.|\bazurecr\.io\b|\bgcr\.io\b|\bghcr\.io\b|\bquay\.io\b|\bdocker\.io\b|\bpkg\.dev\b|\bregistry\.k8s\.io\b/i,
];
