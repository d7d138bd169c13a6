/** Resizes with the browser's own decoders. */
export async function fitImageWithCanvas(
  source: Blob,
  size: number,
  format?: "image/jpeg",
): Promise<Blob | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(source);
  } catch {
    return undefined;
  }
  const scale = Math.min(1, size / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const type = format ?? (source.type === "image/jpeg" ? "image/jpeg" : "image/png");
  return canvas.convertToBlob({ type, quality: 0.85 });
}
