import { createMd5 } from "@ftrack-kit/core";
import { MemoryBlobs } from "../../src/files/memory-blobs.js";
import { Signer } from "../../src/files/signer.js";
import { UploadService } from "../../src/files/upload-service.js";
import { ServerClock } from "../../src/server/server-clock.js";

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
export const md5Of = (text: string, encoding: "hex" | "base64"): string =>
  createMd5().update(bytesOf(text)).digest(encoding);

export function createUploads({ limit = 1000 } = {}) {
  const clock = new ServerClock(() => 1_000_000);
  const components = new MemoryBlobs();
  const parts = new MemoryBlobs();
  const now = () => clock.now();
  const signer = new Signer(now, "secret");
  const service = new UploadService({ url: "http://x", signer, now, components, parts, limit });
  const put = (url: string, text: string, headers: Record<string, string> = {}) =>
    service.put(new Request(url, { method: "PUT", body: bytesOf(text), headers }));
  const read = async (id: string) =>
    (await components.stat(id)) && new Response(await components.read(id)).text();
  return { clock, components, parts, service, put, read };
}

export const uploadOf = (text: string, changes: object = {}) => ({
  componentId: "c1",
  fileName: "plate.png",
  fileSize: text.length,
  checksum: md5Of(text, "base64"),
  ...changes,
});
