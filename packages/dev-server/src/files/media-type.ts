const mediaTypes: Readonly<Record<string, string>> = {
  avif: "image/avif",
  bmp: "image/bmp",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  tif: "image/tiff",
  tiff: "image/tiff",
  webp: "image/webp",
  m4v: "video/mp4",
  mkv: "video/x-matroska",
  mov: "video/quicktime",
  mp4: "video/mp4",
  webm: "video/webm",
  aac: "audio/aac",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  csv: "text/csv",
  html: "text/html",
  json: "application/json",
  pdf: "application/pdf",
  txt: "text/plain",
  xml: "application/xml",
  zip: "application/zip",
};

/** Media type of a file type such as `.PNG` or a name such as `plate.exr`. */
export function mediaTypeOf(name: string | null | undefined): string {
  const extension = (name ?? "").split(".").at(-1)?.toLowerCase() ?? "";
  return mediaTypes[extension] ?? "application/octet-stream";
}
