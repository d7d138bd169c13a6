import type { Trace } from "../platform/trace.js";
import type { Logger } from "../util/logger.js";

/** An observer that fails, or forgets what it was given to run, is reported and changes nothing. */
export function guardTrace(trace: Trace, logger: Logger): Trace {
  const report = (error: unknown) =>
    logger.error("The hook trace failed.", { error: error instanceof Error ? error.message : String(error) });
  return (work, run) => {
    let running: ReturnType<typeof run> | undefined;
    const once = () => {
      running ??= run();
      return running;
    };
    let traced: unknown;
    try {
      traced = trace(work, once);
    } catch (error) {
      report(error);
    }
    const result = once();
    // What the observer passes on of the work's own failure is none of its own.
    const own = (failure: unknown) =>
      result.then(
        () => report(failure),
        (error: unknown) => error === failure || report(failure),
      );
    void Promise.resolve(traced).catch(own);
    return result;
  };
}
