/** What a command may print to and read from; tests hand in their own. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress, hints and errors: everything that is not the result. */
  note(text: string): void;
  /** Whether somebody watches notes, so that progress bars make sense. */
  readonly interactive: boolean;
  /** Settings, such as `FTRACK_SERVER`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts when the user wants to stop. */
  readonly signal: AbortSignal;
}

/** The terminal of this process. Stops on the first Ctrl+C; a second one ends the process. */
export function createProcessTerminal(): Terminal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => controller.abort(new DOMException("Stopped.", "AbortError")));
  }
  // A reader such as `head` may leave early; that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    environment: process.env,
    signal: controller.signal,
  };
}
