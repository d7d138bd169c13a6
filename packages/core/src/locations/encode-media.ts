import { LocationError } from "../errors/location-error.js";
import { ql } from "../query/ql.js";
import { assertObject } from "./assert-object.js";
import { isByteInput } from "./byte-source.js";
import type { ComponentInput } from "./component-input.js";
import { type CreateComponentOptions, createComponent } from "./create-component.js";
import { discardComponents } from "./discard-components.js";
import { idOf } from "./id-of.js";
import { JobHandle } from "./job-handle.js";
import type { EntityReference, LocationHost } from "./location-host.js";
import type { LocationServices } from "./location-services.js";
import { isAnswerLost } from "./lost-answer.js";

/** What playable media belongs to. */
export interface EncodeMediaOptions extends Omit<CreateComponentOptions, "location"> {
  /** Version the playable media belongs to. */
  readonly version?: EntityReference | undefined;
  /** Whether the original stays. `"auto"` keeps components and removes files uploaded for it. Defaults to `"auto"`. */
  readonly keepOriginal?: boolean | "auto" | undefined;
}

/** A file that encoding made. */
export interface MediaOutput {
  readonly componentId: string;
  /** Media type, such as `video/mp4`. */
  readonly format: string;
}

/** What an encoding made. */
export interface EncodedMedia {
  readonly sourceComponentId: string;
  /** The first output of that kind, where there is one. */
  readonly video: MediaOutput | undefined;
  readonly image: MediaOutput | undefined;
  readonly outputs: readonly MediaOutput[];
}

/** Starts making playable media, of a file or of a component in the server location. */
export async function encodeMedia(
  services: LocationServices,
  media: ComponentInput | { readonly id: string },
  encoding: EncodeMediaOptions = {},
): Promise<JobHandle<EncodedMedia>> {
  assertObject(encoding, "The options of an encoding");
  const { version, keepOriginal = "auto", ...options } = encoding;
  const { host } = services;
  const given = typeof media === "object" && media !== null && !isByteInput(media) ? idOf(media) : undefined;
  const keep = keepOriginal === "auto" ? given !== undefined : keepOriginal;
  const versionId = version === undefined ? null : idOf(version);
  const data = keep && versionId !== null ? { version_id: versionId } : {};
  const location = services.locations.server;
  const id =
    given ?? (await createComponent(services, media as ComponentInput, data, { ...options, location })).id;
  const jobId = await startEncoding(
    host,
    { component_id: id, version_id: versionId, keep_original: keep },
    options.signal,
  ).catch(async (error: unknown) => {
    // Whether a lost request goes on to read it, nobody knows.
    if (!given && !isAnswerLost(error)) await discardComponents(services, [id]);
    throw error;
  });
  return new JobHandle(host, jobId, readEncodedMedia);
}

interface Encoding {
  readonly component_id: string;
  readonly version_id: string | null;
  readonly keep_original: boolean;
}

/** @returns The job's id. */
export async function startEncoding(
  host: LocationHost,
  encoding: Encoding,
  signal: AbortSignal | undefined,
): Promise<string> {
  const operation = { action: "encode_media", ...encoding };
  const [answer] = await host.call([operation], { signal }).catch(async (error: unknown) => {
    const id = isAnswerLost(error) ? await findEncoding(host, encoding) : undefined;
    if (id === undefined) throw error;
    return [{ job_id: id }];
  });
  const jobId = (answer as { readonly job_id?: unknown } | undefined)?.job_id;
  if (typeof jobId === "string") return jobId;
  throw new LocationError("location_unsupported", { message: "The server started no encoding." });
}

/** The job of an encoding whose answer was lost; a second one would make everything twice. */
async function findEncoding(host: LocationHost, { component_id }: Encoding): Promise<string | undefined> {
  const { text } = ql`select id from Job where data like "%${ql.like(component_id)}%" limit 1`;
  const rows = await host.query(text, { kind: "read" }).catch(() => []);
  return rows[0] === undefined ? undefined : String(rows[0].id);
}

/** What a finished encoding says about itself (wire protocol 2.11). */
export function readEncodedMedia(data: unknown): EncodedMedia {
  const { source_component_id, output = [] } = (data ?? {}) as {
    readonly source_component_id?: unknown;
    readonly output?: readonly { readonly format?: unknown; readonly component_id?: unknown }[];
  };
  const outputs = output.map(({ format, component_id }) => ({
    componentId: String(component_id),
    format: String(format),
  }));
  const first = (kind: string) => outputs.find(({ format }) => format.startsWith(`${kind}/`));
  return {
    sourceComponentId: String(source_component_id),
    video: first("video"),
    image: first("image"),
    outputs,
  };
}
