import sharp from "sharp";

/**
 * Resizes with sharp (libvips): maintained, fast, streaming decoders for every format browsers know, and its
 * binaries are plain registry packages, so that installing runs no script.
 */
export async function fitImageWithSharp(
  source: Blob,
  size: number,
  format?: "image/jpeg",
): Promise<Blob | undefined> {
  const input = new Uint8Array(await source.arrayBuffer());
  try {
    const image = sharp(input, { limitInputPixels: 100_000_000 });
    const { format: given } = await image.metadata();
    const scaled = image.rotate().resize(size, size, { fit: "inside", withoutEnlargement: true });
    const jpeg = format === "image/jpeg" || given === "jpeg";
    const output = jpeg ? scaled.flatten({ background: "#000" }).jpeg({ quality: 85 }) : scaled.png();
    const bytes = await output.toBuffer();
    return new Blob([new Uint8Array(bytes)], { type: jpeg ? "image/jpeg" : "image/png" });
  } catch {
    // libvips does not tell "not an image" from "a broken one"; neither can be shown.
    return undefined;
  }
}
