import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "@ftrack-kit/core";
import { WebSocketServer } from "ws";
import type { EventServer } from "./event-server.js";

const path = /^\/socket\.io\/1\/websocket\/([^/?]+)\/?(?:\?.*)?$/;

/** Brings real WebSockets to the event server. */
export class NodeSockets {
  readonly #events: EventServer;
  readonly #logger: Logger;
  readonly #server: WebSocketServer;

  /** @param limit - Largest frame taken, in bytes. */
  constructor(events: EventServer, logger: Logger, limit: number) {
    this.#events = events;
    this.#logger = logger;
    this.#server = new WebSocketServer({ noServer: true, maxPayload: limit, perMessageDeflate: false });
  }

  /** Takes over a connection that asks to be a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const id = path.exec(request.url ?? "")?.[1];
    if (id === undefined) {
      socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on("error", (error) => {
        this.#logger.debug("An event socket failed.", { error: error.message });
      });
      const connection = this.#events.connect(id, {
        send: (frame) => webSocket.send(frame),
        close: () => webSocket.close(1000),
        get bufferedAmount() {
          return webSocket.bufferedAmount;
        },
      });
      if (!connection) return;
      webSocket.on("message", (data, isBinary) => {
        if (!isBinary) this.#events.receive(connection, data.toString());
      });
      webSocket.on("close", () => this.#events.disconnect(connection));
    });
  }

  /** Ends every socket at once. */
  close(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }
}
