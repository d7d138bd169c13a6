import { NetworkError, type OpenWebSocket, type SocketClosure } from "@ftrack-kit/core";
import { WebSocket } from "ws";

/** How long a server that may be gone is waited for at the end, in milliseconds: as long, the process lives on. */
const closeTimeout = 2_000;

/** Opens sockets with `ws`: Node 20 has no WebSocket of its own, and none sends headers. */
export const openNodeWebSocket: OpenWebSocket = (url, { onMessage, signal, headers }) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const socket = new WebSocket(url, { headers: { ...headers }, perMessageDeflate: false });
    const closed = new Promise<SocketClosure>((onClosed) => {
      socket.on("close", (code, reason) => onClosed({ code, reason: reason.toString() }));
    });
    const abort = () => {
      reject(signal?.reason);
      socket.terminate();
    };
    signal?.addEventListener("abort", abort, { once: true });
    void closed.then(() => signal?.removeEventListener("abort", abort));
    socket.on("message", (data, isBinary) => {
      if (!isBinary) onMessage(data.toString());
    });
    // Also after opening: a socket error without a listener would end the process; `closed` tells of it.
    socket.on("error", (cause) => reject(unreachable(url, cause)));
    socket.on("open", () => {
      resolve({
        send(frame) {
          if (socket.readyState !== WebSocket.OPEN)
            throw unreachable(url, new Error("The socket is closed."));
          socket.send(frame);
        },
        close(code, reason) {
          socket.close(code, reason);
          const giveUp = setTimeout(() => socket.terminate(), closeTimeout).unref();
          // A pending timer would keep the socket, its hub and the whole session from being collected.
          void closed.then(() => clearTimeout(giveUp));
        },
        closed,
      });
    });
  });

function unreachable(url: string, cause: unknown): NetworkError {
  return new NetworkError("network_unreachable", {
    message: `The event server at ${new URL(url).host} cannot be reached.`,
    retryable: true,
    cause,
  });
}
