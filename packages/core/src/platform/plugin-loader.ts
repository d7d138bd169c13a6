/** One module found, or why it could not be loaded. */
export interface LoadedPlugin {
  readonly path: string;
  readonly module?: unknown;
  readonly error?: unknown;
}

/** Finds and loads plugin modules; what a plugin is, `plugins` decides. */
export interface PluginLoader {
  /** Folders walked recursively, files or URLs, in a stable order; a failing module is yielded, not thrown. */
  load(paths: readonly string[]): AsyncIterable<LoadedPlugin>;
}
