import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Carries one HTTP exchange of Node to a function on web standards and back.
 *
 * A network error (`Response.error()`) or a body that breaks cuts the connection, as a failing network does.
 */
export async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  base: string,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const request = toRequest(incoming, base);
  if (!request) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handle(request);
  // What was not read must not keep the connection from its next request.
  incoming.removeAllListeners("data").resume();
  if (response.type === "error") {
    incoming.socket.destroy();
    return;
  }
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (!response.body) {
    outgoing.end();
    return;
  }
  await send(response.body, outgoing);
}

/** What came before a body broke still reaches the client; one that has gone away is not waited for. */
async function send(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  outgoing.once("close", () => void reader.cancel().catch(() => undefined));
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      await written(outgoing, next.value);
    }
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

function written(outgoing: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      outgoing.off("close", settle);
      resolve();
    };
    outgoing.once("close", settle);
    outgoing.write(chunk, settle);
  });
}

/** `undefined` for what is no address or method, such as `TRACE`. */
function toRequest(incoming: IncomingMessage, base: string): Request | undefined {
  const { method = "GET", rawHeaders } = incoming;
  const headers = new Headers();
  try {
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      headers.append(rawHeaders[index] as string, rawHeaders[index + 1] as string);
    }
    const init: RequestInit & { duplex?: "half" } = { method, headers };
    if (method !== "GET" && method !== "HEAD") {
      init.body = bodyOf(incoming);
      init.duplex = "half";
    }
    const { url = "/" } = incoming;
    return new Request(url.startsWith("/") ? base + url : url, init);
  } catch {
    return undefined;
  }
}

/** Unlike `Readable.toWeb`, cancelling discards the rest and leaves the connection open for the answer. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const onData = (chunk: Buffer) => {
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      };
      incoming.on("data", onData).pause();
      incoming.once("end", () => {
        if (incoming.listeners("data").includes(onData)) controller.close();
      });
      incoming.once("close", () => {
        if (!incoming.complete) controller.error(new TypeError("The request was cut."));
      });
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      incoming.removeAllListeners("data").resume();
    },
  });
}
