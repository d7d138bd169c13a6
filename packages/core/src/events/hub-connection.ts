/** What a hub needs of a connection to the event server, its own or one it shares. */
export interface HubConnection {
  /** Resolves with the reason once the connection is over, whoever ended it. */
  readonly ended: Promise<string>;
  /** Wall-clock time of the last sign of life. */
  readonly lastFrameAt: number;
  /** Resolves when the socket itself is closed; a half-open one may take its time. */
  readonly socketClosed: Promise<void>;
  /**
   * Sends an event that is JSON text already.
   *
   * @param onAnswer - Called once with what the server acknowledges; never when the connection ends before.
   * @param onOverdue - Called when the connection is given up because this was not acknowledged in time.
   */
  send(json: string, onAnswer: (answer: unknown) => void, onOverdue?: () => void): void;
  /** Asks the server for a sign of life; the connection ends when none comes in time. */
  probe(): void;
  /** Ends the connection. Safe to call twice. */
  close(reason: string): void;
}

/** Opens a connection; everything begun is undone when it fails or the signal aborts. */
export type OpenConnection = (
  onEvent: (payload: unknown) => void,
  signal: AbortSignal,
) => Promise<HubConnection>;
