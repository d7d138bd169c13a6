/** How a socket ended. */
export interface SocketClosure {
  readonly code: number;
  readonly reason: string;
}

/** An open socket that carries text frames. */
export interface OpenSocket {
  /** Throws when the socket is no longer open. */
  send(frame: string): void;
  /** Starts closing; safe to call twice. */
  close(code?: number, reason?: string): void;
  /** Resolves, never rejects, once the socket is closed for whatever reason. */
  readonly closed: Promise<SocketClosure>;
}

/** What a socket is opened with. */
export interface OpenWebSocketOptions {
  readonly onMessage: (frame: string) => void;
  /** Aborting before it is open rejects; afterwards it closes the socket. */
  readonly signal?: AbortSignal | undefined;
  /** Sent where the runtime allows it (not in browsers). */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Opens a WebSocket; rejects with a `NetworkError` when that fails. */
export type OpenWebSocket = (url: string, options: OpenWebSocketOptions) => Promise<OpenSocket>;
