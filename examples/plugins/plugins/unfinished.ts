/** A plugin that fails costs a warning with its name, and nothing else. */
export function register(): void {
  throw new Error("somebody is still working on it");
}
