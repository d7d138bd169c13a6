const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env;

/** Runs of a property: few on every change, many at night. */
export const runs = environment?.FTRACK_KIT_NIGHTLY ? 100_000 : 2_000;
