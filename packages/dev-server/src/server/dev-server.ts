import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { OptionsError } from "@ftrack-kit/core";
import { NodeSockets } from "../event-server/node-sockets.js";
import { DiskBlobs } from "../files/disk-blobs.js";
import { findVideoEncoder } from "../files/ffmpeg-videos.js";
import { MemoryBlobs } from "../files/memory-blobs.js";
import { fitImageWithSharp } from "../files/sharp-images.js";
import { FolderPersistence } from "../persistence/folder-persistence.js";
import { DevApi } from "./dev-api.js";
import { controlsOf, type DevControls } from "./dev-controls.js";
import type { DevHost } from "./dev-host.js";
import { serve } from "./node-http.js";
import { checkDevServerOptions, type DevServerOptions } from "./options.js";

const gibibyte = 1024 ** 3;
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** A running development server. */
export type DevServer = DevControls;

/**
 * Starts a development server: a small ftrack of its own, for tests, examples and offline work.
 *
 * It listens at loopback addresses only, unless `allowRemote` says otherwise.
 *
 * @throws `OptionsError` `options_invalid` or `options_unknown`, naming the option.
 * @example
 * await using server = await createDevServer({ seed: "demo", credentials: { user: "jane", key: "test-key" } });
 * const session = await Session.open({ serverUrl: server.url, apiUser: "jane", apiKey: "test-key" });
 */
export async function createDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  const { port = 0, host = "127.0.0.1", allowRemote = false, data, ...rest } = checkDevServerOptions(options);
  if (!allowRemote && !loopback.test(host)) {
    throw new OptionsError("options_invalid", {
      message: `host: "${host}" can be reached by other machines. Pass allowRemote: true if that is meant.`,
      details: { option: "host" },
    });
  }
  const http = createServer();
  const url = await listen(http, port, host);
  let api: DevApi;
  try {
    api = await DevApi.open(rest, await createHost(url, data));
  } catch (error) {
    http.close();
    throw error;
  }
  const sockets = new NodeSockets(api.events, api.logger, api.bodyLimit);
  http.on("request", (incoming, outgoing) => {
    serve(incoming, outgoing, url, (request) => api.fetch(request)).catch((error: unknown) => {
      api.logger.error("An answer could not be sent.", { error });
      outgoing.destroy();
    });
  });
  http.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  http.on("clientError", (_error, socket) => socket.destroy());

  return controlsOf(api, () => shutDown(http, sockets, api));
}

async function createHost(url: string, data: string | undefined): Promise<DevHost> {
  const media = { fitImage: fitImageWithSharp, encodeVideo: await findVideoEncoder() };
  if (data === undefined) {
    return { url, media, components: new MemoryBlobs(), parts: new MemoryBlobs(), uploadLimit: gibibyte };
  }
  const persistence = await FolderPersistence.open(data);
  const components = await DiskBlobs.open(join(data, "files"));
  const parts = await DiskBlobs.open(join(data, "uploads"));
  // Uploads do not survive a restart: who was sending starts again.
  await parts.clear();
  return { url, media, persistence, components, parts, uploadLimit: Infinity };
}

async function listen(http: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, host, () => {
      http.off("error", reject);
      resolve();
    });
  });
  const { port: actual } = http.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${actual}`;
}

async function shutDown(http: Server, sockets: NodeSockets, api: DevApi): Promise<void> {
  sockets.close();
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeAllConnections();
  await api.close();
  await closed;
}
