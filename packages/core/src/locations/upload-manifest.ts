import type { CacheStore } from "../platform/cache-store.js";
import type { LocationHost } from "./location-host.js";

/** What an upload has to know to go on after a restart. */
export interface UploadManifest {
  readonly componentId: string;
  readonly uploadId: string;
  readonly fingerprint: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of every part but the last. */
  readonly partSize: number;
  /**
   * Where parts go, by number. Not every server gives addresses of an upload under way again, so they are kept; like
   * the upload itself they are good for a while and for this one component only.
   */
  readonly urls: readonly (readonly [part: number, url: string])[];
  /** Parts the server has, by number, with their entity tags. */
  readonly done: ReadonlyMap<number, string>;
}

/** Keeps manifests, one record for the upload and one for each part, so that a part costs one small write. */
export class UploadManifests {
  readonly #open: LocationHost["openUploadStore"];
  readonly #warn: (error: unknown) => void;

  constructor(host: LocationHost) {
    this.#open = () => host.openUploadStore();
    this.#warn = (error) =>
      host.logger.warn("What was uploaded could not be noted; after a restart it would be sent again.", {
        error: String(error),
      });
  }

  async load(key: string): Promise<UploadManifest | undefined> {
    return this.#quietly(async (store) => {
      const text = await store.get(headKey(key));
      if (text === undefined) return undefined;
      const head = JSON.parse(text) as Omit<UploadManifest, "done">;
      const count = Math.ceil(head.size / head.partSize);
      const keys = Array.from({ length: count }, (_, index) => partKey(key, index + 1));
      const tags = await store.getMany(keys);
      const done = keys.flatMap((name, index): [number, string][] => {
        const tag = tags.get(name);
        return tag === undefined ? [] : [[index + 1, tag]];
      });
      return { ...head, done: new Map(done) };
    });
  }

  /** Notes the start of an upload and forgets parts of an earlier one. */
  async start(key: string, { done: _, ...head }: UploadManifest, forget: Iterable<number>): Promise<void> {
    await this.#quietly((store) =>
      store.setMany([
        [headKey(key), JSON.stringify(head)],
        ...[...forget].map((part) => [partKey(key, part), undefined] as const),
      ]),
    );
  }

  async notePart(key: string, part: number, eTag: string): Promise<void> {
    await this.#quietly((store) => store.set(partKey(key, part), eTag));
  }

  async remove(key: string, parts: number): Promise<void> {
    const keys = [headKey(key), ...Array.from({ length: parts }, (_, index) => partKey(key, index + 1))];
    await this.#quietly((store) => store.setMany(keys.map((name) => [name, undefined])));
  }

  /** An upload does not fail because it could not be noted. */
  async #quietly<Result>(task: (store: CacheStore) => Promise<Result>): Promise<Result | undefined> {
    try {
      return await task(await this.#open());
    } catch (error) {
      this.#warn(error);
      return undefined;
    }
  }
}

const headKey = (key: string): string => `upload ${key}`;
const partKey = (key: string, part: number): string => `upload ${key} part ${part}`;
