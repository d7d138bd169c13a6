/** Sends to the same channel on other pages. */
export interface PeerChannel {
  /** Sends a copy of the message, which must be data. */
  post(message: unknown): void;
  /** Safe to call twice. */
  close(): void;
}

/** The other pages of this origin, and what is agreed with them. */
export interface Peers {
  /**
   * Waits for its turn to hold a name alone, among all pages, and resolves when it has it.
   *
   * It holds the name until the signal aborts or the page is gone, however it went.
   *
   * @throws The signal's reason, or the platform's error where names cannot be held.
   */
  hold(name: string, signal: AbortSignal): Promise<void>;
  /** Hears what others post to a channel, never what was posted through the same object. */
  openChannel(name: string, onMessage: (message: unknown) => void): PeerChannel;
}
