import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a site answers at one path. */
export interface Resource {
  readonly body: string;
  readonly type?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface Site {
  /** Address at loopback, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves some resources at loopback, by path. */
export async function openSite(resources: Readonly<Record<string, Resource>>): Promise<Site> {
  const server = createServer((request, response) => {
    const resource = resources[new URL(request.url ?? "/", "http://site").pathname];
    if (!resource) {
      response.writeHead(404).end();
      return;
    }
    const { body, type = "text/html", headers } = resource;
    response.writeHead(200, { "content-type": `${type}; charset=utf-8`, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
