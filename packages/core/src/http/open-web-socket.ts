import { NetworkError } from "../errors/network-error.js";
import type { OpenWebSocket, SocketClosure } from "../platform/web-socket.js";

/** Opens sockets with a class of the standard shape, looked up when one is needed. Such a class sends no headers. */
export function createOpenWebSocket(find: () => typeof WebSocket): OpenWebSocket {
  return (url, { onMessage, signal }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const Socket = find();
      const socket = new Socket(url);
      const closed = new Promise<SocketClosure>((onClosed) => {
        socket.addEventListener("close", ({ code, reason }) => {
          onClosed({ code, reason });
          reject(unreachable(url));
        });
      });
      const abort = () => {
        reject(signal?.reason);
        socket.close();
      };
      signal?.addEventListener("abort", abort, { once: true });
      void closed.then(() => signal?.removeEventListener("abort", abort));
      socket.addEventListener("message", ({ data }) => {
        if (typeof data === "string") onMessage(data);
      });
      socket.addEventListener("open", () => {
        resolve({
          send(frame) {
            if (socket.readyState !== Socket.OPEN) throw unreachable(url);
            socket.send(frame);
          },
          close: (code, reason) => socket.close(code, reason),
          closed,
        });
      });
    });
}

/** Browsers keep to themselves why a socket failed. */
function unreachable(url: string): NetworkError {
  return new NetworkError("network_unreachable", {
    message: `The event server at ${new URL(url).host} cannot be reached.`,
    retryable: true,
  });
}
