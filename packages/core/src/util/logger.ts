/** Where the SDK writes what is not an error of a call. Shaped like `console`; silent by default. */
export interface Logger {
  /** Tells what only those who look for something want to know. */
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** Tells what happened in the ordinary course. */
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** Tells what was got over, and may want a look. */
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** Tells what failed and reaches nobody else. */
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

const nothing = () => undefined;

/** Drops everything: the default. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A logger that never throws: what it could not write has nobody left to be told. */
export function guardLogger(logger: Logger): Logger {
  const guard =
    (level: keyof Logger): Logger[keyof Logger] =>
    (...entry) => {
      try {
        logger[level](...entry);
      } catch {
        // Work that goes well must not fail because somebody could not write about it.
      }
    };
  return { debug: guard("debug"), info: guard("info"), warn: guard("warn"), error: guard("error") };
}
