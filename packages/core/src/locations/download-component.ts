import { LocationError } from "../errors/location-error.js";
import type { Files } from "../platform/files.js";
import { chunksOf, observe } from "../util/streams.js";
import { loadComponents } from "./component-queries.js";
import { idOf } from "./id-of.js";
import type { Location } from "./location.js";
import type { EntityReference } from "./location-host.js";
import type { LocationServices } from "./location-services.js";
import { type OnProgress, ProgressMeter } from "./progress.js";

/** Which data of a component is read, and from where. */
export interface DownloadOptions {
  /** A location, its name or id. Defaults to the preferred one that has the component. */
  readonly location?: Location | string | undefined;
  /** First byte. */
  readonly start?: number | undefined;
  /** One past the last byte. */
  readonly end?: number | undefined;
  /**
   * Longest time in which no byte arrives before a connection is given up and made anew, in milliseconds. Defaults to
   * a minute.
   */
  readonly stallTimeout?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Data of a component as a stream; lost connections to the server are bridged. */
export async function downloadComponent(
  services: LocationServices,
  component: EntityReference,
  options: DownloadOptions = {},
): Promise<ReadableStream<Uint8Array>> {
  const { start = 0, end, signal, stallTimeout, onProgress } = options;
  const location = await locate(services, component, options);
  const identifier = await location.getResourceIdentifier(component, { signal });
  const range = { ...(start > 0 ? { start } : {}), ...(end === undefined ? {} : { end }) };
  const stream = await location.requireAccessor().read(identifier, { ...range, stallTimeout, signal });
  if (!onProgress) return stream;
  const { host } = services;
  const [facts] = await loadComponents(host, [component], { signal });
  const meter = new ProgressMeter(host.clock, facts?.size, onProgress);
  if (start > 0) meter.resume(start);
  return observe(stream, (chunk) => meter.add(chunk.length));
}

/** How a component is written to a path. */
export interface DownloadToFileOptions extends Omit<DownloadOptions, "start" | "end"> {
  /** Whether to go on with a download that was interrupted. Defaults to `true`. */
  readonly resume?: boolean | undefined;
}

/**
 * Writes the data of a component to a path.
 *
 * It grows beside the path, under the component's id, and is moved there once it is complete; a download that was
 * interrupted goes on with what is there. On a full disk the partial file is removed.
 *
 * @throws {@link LocationError} `location_resource_exists` when there is something at the path.
 */
export async function downloadToFile(
  services: LocationServices,
  component: EntityReference,
  path: string,
  { resume = true, ...options }: DownloadToFileOptions = {},
): Promise<void> {
  const files = requireFiles(services);
  if (await files.stat(path)) {
    throw new LocationError("location_resource_exists", {
      message: `"${path}" exists already.`,
      details: { path },
    });
  }
  const [facts] = await loadComponents(services.host, [component], { signal: options.signal });
  const partial = `${path}.${idOf(component)}.part`;
  const start = resume ? ((await files.stat(partial))?.size ?? 0) : 0;
  const fits = facts?.size === undefined || start <= facts.size;
  try {
    await append(services, component, partial, fits ? start : 0, options);
  } catch (error) {
    if (LocationError.is(error) && error.code === "location_full")
      await files.remove(partial).catch(() => undefined);
    throw error;
  }
  const size = (await files.stat(partial))?.size;
  if (facts?.size !== undefined && size !== facts.size) {
    await files.remove(partial);
    throw new LocationError("location_checksum", {
      message: `Component ${idOf(component)} has ${facts.size} bytes, but ${size} arrived.`,
      details: { path, expected: facts.size, size },
    });
  }
  await files.rename(partial, path);
}

async function append(
  services: LocationServices,
  component: EntityReference,
  partial: string,
  start: number,
  options: DownloadOptions,
): Promise<void> {
  const stream = await downloadComponent(services, component, { ...options, start });
  const target = await requireFiles(services).write(partial, { append: start > 0 });
  const writer = target.getWriter();
  // Every failure also rejects the write it belongs to.
  writer.closed.catch(() => undefined);
  try {
    for await (const chunk of chunksOf(stream)) await writer.write(chunk);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}

async function locate(
  { locations }: LocationServices,
  component: EntityReference,
  { location, signal }: DownloadOptions,
): Promise<Location> {
  if (typeof location === "string") return locations.get(location);
  const found = location ?? (await locations.pick(component, { signal }));
  if (found) return found;
  throw new LocationError("location_component_missing", {
    message: `No location of this session has component ${idOf(component)}.`,
    details: { componentIds: [idOf(component)] },
  });
}

function requireFiles({ host }: LocationServices): Files {
  if (host.files) return host.files;
  throw new LocationError("location_unsupported", {
    message:
      "This platform has no file system (port `files`); read the component as a stream, or use @ftrack-kit/node.",
  });
}
