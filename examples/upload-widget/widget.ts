import type { Session } from "@ftrack-kit/browser";

/** What the widget shows itself with. */
export interface WidgetElements {
  readonly drop: HTMLElement;
  readonly input: HTMLInputElement;
  readonly progress: HTMLProgressElement;
  readonly stop: HTMLButtonElement;
  readonly status: HTMLElement;
  readonly image: HTMLImageElement;
}

/** Lets people drop an image that becomes the thumbnail of a version. */
export function createUploadWidget(
  session: Session,
  version: { readonly $type: string; readonly id: string },
  { drop, input, progress, stop, status, image }: WidgetElements,
): void {
  let controller: AbortController | undefined;

  async function upload(file: File): Promise<void> {
    controller = new AbortController();
    stop.hidden = false;
    status.textContent = `Uploading ${file.name}…`;
    try {
      await session.createThumbnail(version, file, undefined, {
        signal: controller.signal,
        onProgress: ({ loaded, total }) => {
          progress.value = total ? loaded / total : 1;
        },
      });
      const [address] = await session.getThumbnailUrls([version]);
      image.src = address ?? "";
      await image.decode();
      image.hidden = false;
      status.textContent = `${file.name} is the thumbnail now.`;
    } catch (error) {
      progress.value = 0;
      // Stopping is no failure: the call ends with the reason it was stopped for.
      status.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      stop.hidden = true;
    }
  }

  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) void upload(file);
  };
  input.addEventListener("change", () => take(input.files));
  stop.addEventListener("click", () => controller?.abort(new Error("Stopped. Nothing was left behind.")));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    take(event.dataTransfer?.files);
  });
}
