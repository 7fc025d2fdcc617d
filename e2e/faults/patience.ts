/** For what never comes; what comes late is waited for. */
export const patience = { timeoutMs: 240_000, everyMs: 100 };
