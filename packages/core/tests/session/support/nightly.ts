/** Whether every run of a property test is wanted, and not only as many as fit between two thoughts. */
export const isNightly: boolean =
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env
    ?.FTRACK_KIT_NIGHTLY !== undefined;
