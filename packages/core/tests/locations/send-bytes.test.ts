import { createMd5 } from "@ftrack-kit/core";
import { ManualClock } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import type { LocationHost } from "../../src/locations/location-host.js";
import { sendBytes } from "../../src/locations/send-bytes.js";
import { blobBody, bytesBody } from "../../src/locations/upload-body.js";

const bytes = new Uint8Array(600_000).map((_, index) => index % 251);
const checksum = createMd5().update(bytes).digest("hex");
const address = { url: "https://store.test/part", headers: {} };
const minute = 60_000;

/** A host whose `fetch` answers as told, once the body was read; streams are read by whoever takes them. */
function createHost(streamsUploads: boolean, answer: (attempt: number) => Promise<Response>) {
  const clock = new ManualClock();
  let attempts = 0;
  const fetch = async (_url: unknown, init?: RequestInit & { duplex?: string }) => {
    attempts += 1;
    const attempt = attempts;
    const taken = streamsUploads ? (init?.body as ReadableStream) : (init?.body as BodyInit);
    const response = await answer(attempt);
    await new Response(taken).arrayBuffer();
    return response;
  };
  const host = { clock, fetch, streamsUploads } as unknown as LocationHost;
  return { host, clock, attempts: () => attempts };
}

const options = (onBytes?: (count: number) => void) => ({
  stallTimeout: minute,
  renew: async () => address,
  ...(onBytes ? { onBytes } : {}),
});

const never = () => new Promise<Response>(() => undefined);
const taken = async () => new Response(null, { headers: { etag: `"${checksum}"` } });

describe.each([
  ["streams", true],
  ["whole bodies", false],
])("sendBytes over a fetch that takes %s", (_, streams) => {
  it.each([
    ["bytes", () => bytesBody(bytes)],
    ["a blob", () => blobBody(new Blob([bytes]))],
  ])("sends %s, counts them once and sums them up", async (_what, make) => {
    const { host } = createHost(streams, taken);
    let counted = 0;

    const sent = await sendBytes(
      host,
      address,
      make(),
      options((count) => (counted += count)),
    );

    expect(sent).toEqual({ eTag: checksum, checksum });
    expect(counted).toBe(bytes.length);
  });

  it("sends again what a fetch that never settles took, although it heeds no signal", async () => {
    const { host, clock, attempts } = createHost(streams, (attempt) => (attempt === 1 ? never() : taken()));
    let counted = 0;

    const sending = sendBytes(
      host,
      address,
      bytesBody(bytes),
      options((count) => (counted += count)),
    );
    await clock.advance(2 * minute);

    expect(await sending).toMatchObject({ checksum });
    expect(attempts()).toBe(2);
    expect(counted).toBe(bytes.length);
    expect(clock.pending).toBe(0);
  });

  it("fails in the end where none settles", async () => {
    const { host, clock } = createHost(streams, never);

    const sending = sendBytes(host, address, bytesBody(bytes), options()).catch((error: unknown) => error);
    for (let waited = 0; waited < 12; waited++) await clock.advance(minute);

    expect(await sending).toMatchObject({ code: "location_upload" });
    expect(clock.pending).toBe(0);
  });

  it("rejects with the caller's own reason at once", async () => {
    const { host, clock } = createHost(streams, never);
    const controller = new AbortController();
    const reason = new Error("enough");

    const sending = sendBytes(host, address, bytesBody(bytes), { ...options(), signal: controller.signal });
    controller.abort(reason);

    await expect(sending).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
  });
});
