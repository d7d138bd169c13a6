import { LocationError } from "../errors/location-error.js";
import type { CallOptions, LocationHost } from "./location-host.js";

/** What is to be uploaded. */
export interface UploadSubject {
  readonly componentId: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number | undefined;
}

/** Where to send all bytes at once (wire protocol 2.9). Addresses carry their own permission. */
export interface UploadAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where to send a component part by part. */
export interface PartAddresses {
  readonly uploadId: string;
  /** By part number, from 1. */
  readonly urls: ReadonlyMap<number, string>;
}

/** Asks for addresses for many components in one request. */
export async function requestAddresses(
  host: LocationHost,
  subjects: readonly (UploadSubject & { readonly checksum?: string | undefined })[],
  options?: CallOptions,
): Promise<UploadAddress[]> {
  const operations = subjects.map(({ checksum, ...subject }) => ({
    ...metadataOperation(subject),
    ...(checksum === undefined ? {} : { checksum }),
  }));
  // Asking again makes nothing but another address.
  const answers = await host.call(operations, { ...options, kind: "read" });
  return answers.map((answer) => {
    const { url, headers } = (answer ?? {}) as Partial<UploadAddress>;
    if (typeof url !== "string") throw noAddress();
    return { url, headers: headers ?? {} };
  });
}

/**
 * Asks for addresses of all parts.
 *
 * @param uploadId - Of an upload under way; a server that can goes on with it, others start a new one.
 */
export async function requestPartAddresses(
  host: LocationHost,
  subject: UploadSubject,
  parts: number,
  uploadId: string | undefined,
  options?: CallOptions,
): Promise<PartAddresses> {
  const operation = {
    ...metadataOperation(subject),
    parts,
    ...(uploadId === undefined ? {} : { upload_id: uploadId }),
  };
  const [answer] = await host.call([operation], { ...options, kind: "read" });
  const { upload_id, urls } = (answer ?? {}) as {
    upload_id?: unknown;
    urls?: readonly { readonly part_number: number; readonly signed_url: string }[];
  };
  if (typeof upload_id !== "string" || !Array.isArray(urls)) throw noAddress();
  return { uploadId: upload_id, urls: new Map(urls.map((part) => [part.part_number, part.signed_url])) };
}

function metadataOperation({ componentId, fileName, size }: UploadSubject) {
  return {
    action: "get_upload_metadata",
    component_id: componentId,
    file_name: fileName,
    ...(size === undefined ? {} : { file_size: size }),
  };
}

function noAddress(): LocationError {
  return new LocationError("location_upload", { message: "The server gave no address to upload to." });
}
