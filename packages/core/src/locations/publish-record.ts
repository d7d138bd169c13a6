import type { LocationHost } from "./location-host.js";

export type PublishStep = "version" | `component ${string}` | "media" | "thumbnail" | "publish";

/** Which steps of a publication are done, and the ids they gave; kept between processes where there is a key. */
export class PublishRecord {
  readonly done: Map<PublishStep, string>;
  readonly #host: LocationHost;
  readonly #key: string | undefined;

  private constructor(host: LocationHost, key: string | undefined, done: Map<PublishStep, string>) {
    this.#host = host;
    this.#key = key === undefined ? undefined : `publish ${key}`;
    this.done = done;
  }

  static async open(host: LocationHost, key: string | undefined): Promise<PublishRecord> {
    if (key === undefined) return new PublishRecord(host, key, new Map());
    const store = await host.openUploadStore();
    const text = await store.get(`publish ${key}`);
    const done = text === undefined ? [] : (JSON.parse(text) as [PublishStep, string][]);
    return new PublishRecord(host, key, new Map(done));
  }

  async note(step: PublishStep, id: string): Promise<void> {
    this.done.set(step, id);
    if (this.#key === undefined) return;
    await (await this.#host.openUploadStore()).set(this.#key, JSON.stringify([...this.done]));
  }

  /** Forgets the publication once it is complete. */
  async close(): Promise<void> {
    if (this.#key !== undefined) await (await this.#host.openUploadStore()).delete(this.#key);
  }
}
