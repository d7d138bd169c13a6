import type { OpenSocket, OpenWebSocket } from "@ftrack-kit/core";

/**
 * Makes a class that stands for `WebSocket` and connects to an event server in the same page.
 *
 * It does what clients of text frames use: the four events, as properties or listeners, `send`, `close`,
 * `readyState` and `bufferedAmount`.
 */
export function createWebSocketClass(openWebSocket: OpenWebSocket): typeof WebSocket {
  class PageWebSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readonly CLOSING = 2;
    readonly CLOSED = 3;
    readonly url: string;
    readonly protocol = "";
    readonly extensions = "";
    readonly bufferedAmount = 0;
    binaryType: BinaryType = "blob";
    readyState = 0;
    onopen: ((event: Event) => void) | null = null;
    onmessage: ((event: MessageEvent) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;
    onclose: ((event: CloseEvent) => void) | null = null;
    readonly #abort = new AbortController();
    #socket: OpenSocket | undefined;

    constructor(url: string | URL) {
      super();
      this.url = String(url);
      this.#open().catch(() => this.#fail());
    }

    send(frame: string): void {
      if (this.readyState === 0) throw new DOMException("The socket is not open yet.", "InvalidStateError");
      if (this.readyState === 1) this.#socket?.send(frame);
    }

    close(code = 1000, reason = ""): void {
      if (this.readyState >= 2) return;
      this.readyState = 2;
      if (this.#socket) this.#socket.close(code, reason);
      else this.#abort.abort();
    }

    async #open(): Promise<void> {
      const onMessage = (data: string) => this.#emit(new MessageEvent("message", { data }));
      const socket = await openWebSocket(this.url, { onMessage, signal: this.#abort.signal });
      this.#socket = socket;
      this.readyState = 1;
      this.#emit(new Event("open"));
      this.#end(await socket.closed);
    }

    #fail(): void {
      this.#emit(new Event("error"));
      this.#end({ code: 1006, reason: "" });
    }

    #end({ code, reason }: { readonly code: number; readonly reason: string }): void {
      this.readyState = 3;
      const closure = Object.assign(new Event("close"), { code, reason, wasClean: code === 1000 });
      this.#emit(closure as unknown as CloseEvent);
    }

    #emit(event: Event): void {
      if (event.type === "open") this.onopen?.(event);
      else if (event.type === "message") this.onmessage?.(event as MessageEvent);
      else if (event.type === "error") this.onerror?.(event);
      else this.onclose?.(event as CloseEvent);
      this.dispatchEvent(event);
    }
  }
  return PageWebSocket as unknown as typeof WebSocket;
}
