const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env;

const nightly = Boolean(environment?.FTRACK_KIT_NIGHTLY);

/** Runs of a property: few on every change, many at night. */
export const runs = nightly ? 50_000 : 2_000;

/** Options of a test that checks a property: how long it may take, in milliseconds. */
export const property = { timeout: nightly ? 900_000 : 30_000 };
