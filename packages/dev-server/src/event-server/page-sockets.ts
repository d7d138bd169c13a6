import { NetworkError, type OpenWebSocket, type SocketClosure } from "@ftrack-kit/core";
import type { EventConnection } from "./connection.js";
import type { EventServer } from "./event-server.js";

const path = /\/socket\.io\/1\/websocket\/([^/?]+)$/;

/**
 * Opens sockets to an event server in the same page or process.
 *
 * Frames arrive in later turns, as from a network, and are strings on both sides.
 */
export function createOpenWebSocket(events: EventServer): OpenWebSocket {
  return async (url, { onMessage, signal }) => {
    signal?.throwIfAborted();
    const id = path.exec(new URL(url).pathname)?.[1];
    if (id === undefined) {
      throw new NetworkError("network_unreachable", {
        message: "The embedded server has event sockets below /socket.io/1/websocket/ only.",
        retryable: false,
      });
    }
    let resolveClosed: (closure: SocketClosure) => void = () => undefined;
    const closed = new Promise<SocketClosure>((resolve) => {
      resolveClosed = resolve;
    });
    let open = true;
    let connection: EventConnection | undefined;
    const end = (code: number, reason: string) => {
      if (!open) return;
      open = false;
      signal?.removeEventListener("abort", onAbort);
      if (connection) events.disconnect(connection);
      // Frames sent before closing still arrive first.
      queueMicrotask(() => resolveClosed({ code, reason }));
    };
    const onAbort = () => end(1000, "");
    signal?.addEventListener("abort", onAbort, { once: true });
    await Promise.resolve();
    connection = events.connect(id, {
      send: (frame) => queueMicrotask(() => onMessage(frame)),
      close: () => end(1000, ""),
      bufferedAmount: 0,
    });
    return {
      send: (frame) => {
        if (!open) throw new Error("The socket is closed.");
        const sender = connection;
        if (sender) queueMicrotask(() => events.receive(sender, frame));
      },
      close: (code = 1000, reason = "") => end(code, reason),
      closed,
    };
  };
}
