import assert from "node:assert/strict";
import { Session } from "ftrack-kit";

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export async function media(): Promise<void> {
  await using session = await Session.open();
  const image = new File([Uint8Array.from(Buffer.from(pixel, "base64"))], "still.png", {
    type: "image/png",
  });
  const show = (..._values: unknown[]) => undefined;
  const [asset] = await session.query("select name from Asset limit 1");
  const [task] = await session.query("select name from Task limit 1");
  assert.ok(asset && task);

  const file = image;
  const controller = new AbortController();
  // #region upload
  const component = await session.createComponent(
    file, // a File, a Blob, bytes, a stream, or in Node a path
    { name: "preview" },
    {
      location: "server",
      onProgress: ({ loaded, total, remaining }) => show(loaded, total, remaining),
      signal: controller.signal,
    },
  );
  // #endregion upload
  assert.equal(component.file_type, ".png");

  // #region publish
  const { versionId, job } = await session.publishVersion({
    asset,
    version: { comment: "First pass", task_id: task.id },
    components: [{ name: "main", input: file, location: "server" }],
    media: file, // becomes what plays in a browser
    thumbnail: file,
    resumeKey: "publish-42", // a call that failed can be made again and goes on where it ended
  });
  const encoded = await job?.wait({ timeout: 60_000 });
  // #endregion publish
  assert.ok(versionId && encoded);

  // #region encode
  const encoding = await session.encodeMedia(file, { version: { id: versionId } });
  const { image: still, video } = await encoding.wait({ onStatus: show });
  // #endregion encode
  assert.ok(still ?? video);

  // #region thumbnail
  await session.createThumbnail({ $type: "Task", id: task.id }, file);
  const [url] = await session.getThumbnailUrls([{ $type: "Task", id: task.id }]);
  // #endregion thumbnail
  assert.ok(url);

  // #region abort
  const cancelled = session.createComponent(
    file,
    {},
    { location: "server", signal: controller.signal },
  );
  controller.abort(new Error("the page was left"));
  // #endregion abort
  await assert.rejects(cancelled, /the page was left/);
}
