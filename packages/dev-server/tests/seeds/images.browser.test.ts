import { expect, it } from "vitest";
import { paintAvatar, paintScene } from "../../src/seeds/demo/images.js";

it("paints pictures that a browser can show", async () => {
  const scene = await createImageBitmap(new Blob([paintScene(7)], { type: "image/png" }));
  const avatar = await createImageBitmap(new Blob([paintAvatar(7)], { type: "image/png" }));

  expect([scene.width, scene.height]).toEqual([256, 144]);
  expect([avatar.width, avatar.height]).toEqual([96, 96]);
});
