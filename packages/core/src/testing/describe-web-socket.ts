import { describe, expect, it } from "vitest";
import type { OpenWebSocket } from "../platform/web-socket.js";
import { createDeferred } from "../util/deferred.js";

/** What the suite needs to try sockets. */
export interface WebSocketContract {
  readonly openWebSocket: OpenWebSocket;
  /** Address of an event server's socket, good for one connection; its first frame is `1::`. */
  readonly address: () => Promise<string>;
}

/** States what a platform's sockets owe the event hub, against a running dev-server. */
export function describeWebSocket(
  name: string,
  create: () => Promise<WebSocketContract> | WebSocketContract,
): void {
  const connect = async ({ openWebSocket, address }: WebSocketContract, signal?: AbortSignal) => {
    const first = createDeferred<string>();
    const socket = await openWebSocket(await address(), { onMessage: first.resolve, signal });
    return { socket, first: first.promise };
  };

  describe(`WebSocket contract: ${name}`, () => {
    it("opens and hands over text frames from the first on", async () => {
      const { socket, first } = await connect(await create());

      expect(await first).toBe("1::");
      socket.close();
      await socket.closed;
    });

    it("tells code and reason once it is closed, and can be closed twice", async () => {
      const { socket } = await connect(await create());

      socket.close(1000, "done");
      socket.close(1000, "done");

      expect(await socket.closed).toMatchObject({ code: expect.any(Number), reason: expect.any(String) });
    });

    it("throws when a frame is sent after the end", async () => {
      const { socket } = await connect(await create());
      socket.close();
      await socket.closed;

      expect(() => socket.send("2::")).toThrow();
    });

    it("rejects with a network error where nobody answers", async () => {
      const { openWebSocket } = await create();

      const opening = openWebSocket("ws://127.0.0.1:1/", { onMessage: () => undefined });

      await expect(opening).rejects.toMatchObject({ code: "network_unreachable", retryable: true });
    });

    it("rejects with the signal's own reason when it was aborted before", async () => {
      const contract = await create();
      const reason = new Error("changed my mind");

      await expect(connect(contract, AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it("closes when its signal aborts later", async () => {
      const controller = new AbortController();
      const { socket } = await connect(await create(), controller.signal);

      controller.abort(new Error("enough"));

      expect(await socket.closed).toMatchObject({ code: expect.any(Number) });
    });

    it("keeps no listener on a signal that outlives it", async () => {
      const controller = new AbortController();
      const { socket } = await connect(await create(), controller.signal);
      socket.close();
      await socket.closed;

      controller.abort();

      expect(() => socket.close()).not.toThrow();
    });
  });
}
