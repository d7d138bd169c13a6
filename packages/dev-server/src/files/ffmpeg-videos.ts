import { execFile } from "node:child_process";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { promisify } from "node:util";
import type { EncodedVideo, MediaTools, VideoFacts } from "./media-tools.js";

const run = promisify(execFile);
const longestEncoding = 600_000;

/** Web players want even sides, this pixel format and the index in front. */
const videoArguments = [
  ["-vf", "scale='min(1920,iw)':'min(1080,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"],
  ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p"],
  ["-c:a", "aac", "-movflags", "+faststart", "-f", "mp4"],
].flat();

/** The video encoder of this machine: `ffmpeg` with `ffprobe` beside it, or none. Looks without starting them. */
export async function findVideoEncoder(): Promise<MediaTools["encodeVideo"]> {
  const found = await Promise.all([isInstalled("ffmpeg"), isInstalled("ffprobe")]);
  return found.every(Boolean) ? encodeVideo : undefined;
}

async function isInstalled(program: string): Promise<boolean> {
  const name = process.platform === "win32" ? `${program}.exe` : program;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    try {
      await access(join(folder, name), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
    }
  }
  return false;
}

async function encodeVideo(source: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<EncodedVideo> {
  const folder = await mkdtemp(join(tmpdir(), "ftrack-dev-server-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  const paths = {
    input: join(folder, "input"),
    video: join(folder, "video"),
    poster: join(folder, "poster"),
  };
  try {
    const body = source as unknown as NodeReadableStream<Uint8Array>;
    await pipeline(Readable.fromWeb(body), createWriteStream(paths.input));
    await ffmpeg("-i", `file:${paths.input}`, ...videoArguments, `file:${paths.video}`);
    await ffmpeg(
      "-i",
      `file:${paths.video}`,
      "-frames:v",
      "1",
      "-c:v",
      "mjpeg",
      "-f",
      "image2",
      `file:${paths.poster}`,
    );
    const poster = new Blob([new Uint8Array(await readFile(paths.poster))], { type: "image/jpeg" });
    const video = () =>
      Readable.toWeb(createReadStream(paths.video)) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
    return { facts: await probe(paths.video), video, poster, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** A file from outside must not make ffmpeg open addresses or other files. */
async function ffmpeg(...parameters: readonly string[]): Promise<void> {
  const fixed = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-protocol_whitelist", "file"];
  await run("ffmpeg", [...fixed, ...parameters], { timeout: longestEncoding });
}

async function probe(path: string): Promise<VideoFacts> {
  const entries = "stream=width,height,r_frame_rate,nb_frames";
  const { stdout } = await run("ffprobe", [
    ...["-v", "error", "-select_streams", "v:0", "-show_entries", entries, "-of", "json", `file:${path}`],
  ]);
  const { streams } = JSON.parse(stdout) as { streams?: Record<string, string | number>[] };
  const { width, height, r_frame_rate, nb_frames } = streams?.[0] ?? {};
  const [count = 25, per = 1] = String(r_frame_rate ?? "25/1")
    .split("/")
    .map(Number);
  return {
    width: Number(width ?? 0),
    height: Number(height ?? 0),
    frameRate: count / (per || 1),
    frames: Number(nb_frames ?? 0),
  };
}
