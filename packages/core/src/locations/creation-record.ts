import type { CacheStore } from "../platform/cache-store.js";
import { createId } from "../util/ids.js";
import type { LocationHost } from "./location-host.js";

/** Ids of the components that one call makes: of the component itself, and of its members by name. */
export interface ComponentIds {
  readonly root: string;
  readonly members: ReadonlyMap<string, string>;
}

/**
 * Remembers which components a call makes, before it makes them.
 *
 * The same call made again, by another process as well, so finds them, whatever of them the server has by then.
 */
export class CreationRecords {
  readonly #host: LocationHost;

  constructor(host: LocationHost) {
    this.#host = host;
  }

  /** Ids noted under a key, or new ones where there are none or for other members. */
  async begin(key: string, root: string | undefined, members: readonly string[]): Promise<ComponentIds> {
    const kept = await this.#load(key);
    const same = kept?.members.size === members.length && members.every((name) => kept.members.has(name));
    if (kept && same && (root === undefined || root === kept.root)) return kept;
    const fresh = newIds(root, members);
    const text = JSON.stringify({ root: fresh.root, members: [...fresh.members] });
    await this.#quietly((store) => store.set(recordKey(key), text));
    return fresh;
  }

  async remove(key: string): Promise<void> {
    await this.#quietly((store) => store.delete(recordKey(key)));
  }

  #load(key: string): Promise<ComponentIds | undefined> {
    return this.#quietly(async (store) => {
      const text = await store.get(recordKey(key));
      if (text === undefined) return undefined;
      const { root, members } = JSON.parse(text) as {
        readonly root: string;
        readonly members: readonly (readonly [name: string, id: string])[];
      };
      return { root, members: new Map(members) };
    });
  }

  /** A component is made although it could not be noted. */
  async #quietly<Result>(task: (store: CacheStore) => Promise<Result>): Promise<Result | undefined> {
    try {
      return await task(await this.#host.openUploadStore());
    } catch (error) {
      this.#host.logger.warn(
        "What is being made could not be noted; after a failure it would be made anew.",
        {
          error: String(error),
        },
      );
      return undefined;
    }
  }
}

export function newIds(root: string | undefined, members: readonly string[]): ComponentIds {
  return { root: root ?? createId(), members: new Map(members.map((name) => [name, createId()])) };
}

const recordKey = (key: string): string => `component ${key}`;
