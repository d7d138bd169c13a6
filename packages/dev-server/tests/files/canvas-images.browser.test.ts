import { describe, expect, it } from "vitest";
import { createEmbeddedServer } from "../../src/embedded.js";
import { fitImageWithCanvas } from "../../src/files/canvas-images.js";

/** An image whose left half is red and whose right half is blue. */
async function paint(width: number, height: number, type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This page cannot draw.");
  context.fillStyle = "rgb(255, 0, 0)";
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = "rgb(0, 0, 255)";
  context.fillRect(width / 2, 0, width / 2, height);
  return canvas.convertToBlob({ type });
}

async function look(image: Blob | undefined) {
  if (!image) throw new Error("There is no image.");
  const bitmap = await createImageBitmap(image);
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context?.drawImage(bitmap, 0, 0);
  const colourAt = (x: number) =>
    [...(context?.getImageData(x, height >> 1, 1, 1).data ?? [])].map((value) => Math.round(value / 51) * 51);
  return { type: image.type, width, height, left: colourAt(1), right: colourAt(width - 2) };
}

describe("images in a page", () => {
  it("are made to fit a square, whole and with their aspect", async () => {
    const wide = await look(await fitImageWithCanvas(await paint(640, 360, "image/png"), 100));
    const tall = await look(await fitImageWithCanvas(await paint(200, 800, "image/png"), 100));

    expect(wide).toEqual({
      type: "image/png",
      width: 100,
      height: 56,
      left: [255, 0, 0, 255],
      right: [0, 0, 255, 255],
    });
    expect([tall.width, tall.height]).toEqual([25, 100]);
  });

  it("are not enlarged, and keep being photographs", async () => {
    const small = await look(await fitImageWithCanvas(await paint(40, 20, "image/jpeg"), 300));

    expect([small.type, small.width, small.height]).toEqual(["image/jpeg", 40, 20]);
  });

  it("become photographs where that is asked for", async () => {
    const image = await fitImageWithCanvas(await paint(64, 64, "image/png"), 32, "image/jpeg");

    expect(image?.type).toBe("image/jpeg");
  });

  it("are nothing when they are no images", async () => {
    expect(await fitImageWithCanvas(new Blob(["no image"], { type: "image/png" }), 100)).toBeUndefined();
  });

  it("are what the embedded server shows of a version of the demo", async () => {
    await using server = await createEmbeddedServer({
      seed: "demo",
      credentials: { user: "jane", key: "k" },
    });
    const answer = await server.fetch(`${server.url}/api`, {
      method: "POST",
      headers: { "ftrack-user": "jane", "ftrack-api-key": "k" },
      body: JSON.stringify([
        {
          action: "query",
          expression: "select thumbnail_id from AssetVersion where thumbnail_id is_not None limit 1",
        },
      ]),
    });
    const [{ data }] = (await answer.json()) as [{ data: [{ thumbnail_id: string }] }];

    const response = await server.fetch(
      `${server.url}/component/thumbnail?id=${data[0].thumbnail_id}&size=64&username=jane&apiKey=k`,
    );

    const { width, height } = await look(await response.blob());
    expect([width, height]).toEqual([64, 36]);
  });
});
