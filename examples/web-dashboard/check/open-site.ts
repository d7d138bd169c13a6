import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import sirv from "sirv";

/** The built dashboard beside an embedded server, and a session of somebody else. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly server: DevServer;
  readonly other: Session;
}

export async function openSite(seed: "demo" | "bench-100k"): Promise<Site> {
  const people = [
    { user: "jane", key: "dashboard-key" },
    { user: "joe", key: "other-key" },
  ] as const;
  const server = await createDevServer({ port: 0, seed, credentials: people });
  const serve = sirv(fileURLToPath(new URL("../dist", import.meta.url)), { dev: true });
  const [{ user, key }, somebody] = people;
  const pages = createServer((request, response) => {
    if (request.url === "/connection.json") {
      const connection = { serverUrl: server.url, apiUser: user, apiKey: key };
      response.setHeader("content-type", "application/json").end(JSON.stringify(connection));
      return;
    }
    request.url = (request.url ?? "/").replace(/^\/dashboard/, "");
    serve(request, response);
  });
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  const other = await Session.open({
    serverUrl: server.url,
    apiUser: somebody.user,
    apiKey: somebody.key,
    schemaCache: false,
  });
  return {
    url: `http://127.0.0.1:${(pages.address() as AddressInfo).port}/dashboard/`,
    server,
    other,
    async [Symbol.asyncDispose]() {
      await other.close();
      pages.close();
      pages.closeAllConnections();
      await server.close();
    },
  };
}
