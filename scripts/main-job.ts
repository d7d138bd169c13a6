import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createDevServer } from "@ftrack-kit/dev-server";
import sirv from "sirv";
import { takeTour } from "../examples/tour/tour.js";
import { loadPages } from "./load-pages.js";

const credentials = { user: "jane", key: "demo-key" };
const once = process.argv.includes("--once");
const folder = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const server = await createDevServer({ port: 0, seed: "demo", credentials });
const connection = { serverUrl: server.url, apiUser: credentials.user, apiKey: credentials.key };
console.log(`\nembedded server with the demo studio: ${server.url}\n\ntour`);
await takeTour({
  credentials: connection,
  countRequests: () => server.requests.length,
  print: (line) => console.log(line),
});

const pages = await servePages();
console.log(`\npages\n  ${pages.url}/dashboard/   projects, tasks by status, live changes (bundled)`);
console.log(`  ${pages.url}/script-tag/  one HTML file, one <script>, global ftrackKit\n`);

if (once) {
  const loaded = await loadPages(pages.url);
  console.log(loaded ? `loaded ${loaded} pages headless` : "no Chromium here: the pages were not loaded");
  await pages.close();
  await server.close();
} else {
  console.log(`user ${credentials.user}, key ${credentials.key} · stop with Ctrl+C`);
  const stop = () => void Promise.all([pages.close(), server.close()]).then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** Serves the examples, and tells them which server to talk to. */
async function servePages(): Promise<{ url: string; close: () => Promise<void> }> {
  const folders: [prefix: string, serve: ReturnType<typeof sirv>][] = [
    ["/dashboard", sirv(folder("examples/web-dashboard/dist"), { dev: true, single: true })],
    ["/script-tag", sirv(folder("examples/script-tag"), { dev: true })],
    ["/cdn", sirv(folder("packages/browser/dist/cdn"), { dev: true })],
  ];
  const http = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === "/connection.json") {
      response.setHeader("content-type", "application/json").end(JSON.stringify(connection));
      return;
    }
    const found = folders.find(([prefix]) => path.startsWith(`${prefix}/`));
    if (!found) {
      response.writeHead(302, { location: "/dashboard/" }).end();
      return;
    }
    request.url = path.slice(found[0].length);
    found[1](request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
