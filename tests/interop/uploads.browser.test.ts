import type { Session } from "@ftrack/api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openSession } from "./npm-client-in-page.js";

const serverLocation = "3a372bde-05bc-11e4-8908-20c9d081909b";
const chunkSize = 64 * 1024;

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.eventHub.disconnect());

/** Bytes in which every place can be told from its neighbours. */
const patternOf = (size: number) => new Uint8Array(size).map((_, index) => (index * 31 + (index >> 8)) % 251);

async function bytesAt(url: string | null, headers: Record<string, string> = {}) {
  const response = await fetch(url ?? "", { headers });
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}

afterEach(() => {
  delete window.FTRACK_UPLOAD_CHUNK_SIZE;
});

describe("the npm client's uploader on the embedded server", () => {
  it("uploads a small file in one piece, which is found, served and announced", async () => {
    const file = new File(["hello from a page"], "notes.txt", { type: "text/plain" });
    const announced = new Promise<unknown>((resolve) => {
      session.eventHub.subscribe("topic=ftrack.location.component-added", (event) => resolve(event.data));
    });

    const [{ data: component }] = await session.createComponent(file);

    const { id } = component as { id: string };
    const { data: rows } = await session.query(
      `select name, file_type, size, component_locations.location_id from FileComponent where id is "${id}"`,
    );
    const { response, bytes } = await bytesAt(session.getComponentUrl(id));
    expect(rows).toMatchObject([
      {
        name: "notes",
        file_type: ".txt",
        size: file.size,
        component_locations: [{ location_id: serverLocation }],
      },
    ]);
    expect(response.headers.get("content-disposition")).toContain('filename="notes.txt"');
    expect(new TextDecoder().decode(bytes)).toBe("hello from a page");
    expect(await announced).toMatchObject({ component_id: id, location_id: serverLocation });
  });

  it("uploads a larger file in parts, which arrive whole and in order", async () => {
    window.FTRACK_UPLOAD_CHUNK_SIZE = chunkSize;
    const sent = patternOf(5 * chunkSize + 1234);
    const progress: number[] = [];

    const [{ data: component }] = await session.createComponent(new File([sent], "plate.exr"), {
      name: "plate",
      onProgress: (percentage: number) => progress.push(percentage),
    });

    const { id } = component as { id: string };
    const { bytes } = await bytesAt(session.getComponentUrl(id));
    expect(bytes.length).toBe(sent.length);
    expect(bytes.findIndex((byte, index) => byte !== sent[index])).toBe(-1);
    expect(progress.at(-1)).toBe(100);
  });

  it("reads ranges of what it uploaded", async () => {
    const sent = patternOf(10_000);
    const [{ data: component }] = await session.createComponent(new File([sent], "range.bin"));
    const url = session.getComponentUrl((component as { id: string }).id);

    const middle = await bytesAt(url, { range: "bytes=1000-1999" });
    const tail = await bytesAt(url, { range: "bytes=-16" });
    const beyond = await bytesAt(url, { range: "bytes=20000-" });

    expect([middle.response.status, middle.response.headers.get("content-range")]).toEqual([
      206,
      "bytes 1000-1999/10000",
    ]);
    expect(middle.bytes).toEqual(sent.slice(1000, 2000));
    expect(tail.bytes).toEqual(sent.slice(-16));
    expect(beyond.response.status).toBe(416);
  });

  it("shows a thumbnail of an image, resized for real", async () => {
    const canvas = new OffscreenCanvas(640, 360);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This page cannot draw.");
    context.fillStyle = "rgb(200, 40, 40)";
    context.fillRect(0, 0, 640, 360);
    const file = new File([await canvas.convertToBlob({ type: "image/png" })], "frame.png");

    const [{ data: component }] = await session.createComponent(file);

    const { id } = component as { id: string };
    const { response, bytes } = await bytesAt(session.thumbnailUrl(id, { size: 100 }));
    const bitmap = await createImageBitmap(
      new Blob([bytes], { type: response.headers.get("content-type") ?? "" }),
    );
    expect([bitmap.width, bitmap.height]).toEqual([100, 56]);
  });
});
