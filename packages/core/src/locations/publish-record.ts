import { createId } from "../util/ids.js";
import type { LocationHost } from "./location-host.js";

/** What publishing is doing. */
export type PublishStep = "version" | `component ${string}` | "media" | "thumbnail" | "publish";

/** Steps, and the files that two of them upload first. */
export type PublishPart = PublishStep | "media file" | "thumbnail file";

type Ids = readonly (readonly [PublishPart, string])[];

/** Which parts of a publication are done, and their ids; kept between processes where there is a key. */
export class PublishRecord {
  readonly done: Map<PublishPart, string>;
  /** Ids of what was begun, so that what was made although nobody heard of it is found again. */
  readonly begun: Map<PublishPart, string>;
  readonly #host: LocationHost;
  readonly #key: string | undefined;

  private constructor(host: LocationHost, key: string | undefined, done: Ids, begun: Ids) {
    this.#host = host;
    this.#key = key;
    this.done = new Map(done);
    this.begun = new Map(begun);
  }

  static async open(host: LocationHost, resumeKey: string | undefined): Promise<PublishRecord> {
    if (resumeKey === undefined) return new PublishRecord(host, undefined, [], []);
    const key = `publish ${resumeKey}`;
    const text = await (await host.openUploadStore()).get(key);
    const { done, begun } = JSON.parse(text ?? '{"done":[],"begun":[]}') as { done: Ids; begun: Ids };
    return new PublishRecord(host, key, done, begun);
  }

  /** The id for a part: the one it was begun with before, or a new one. */
  async begin(part: PublishPart): Promise<string> {
    const known = this.begun.get(part);
    if (known !== undefined) return known;
    const id = createId();
    this.begun.set(part, id);
    await this.#save();
    return id;
  }

  async note(part: PublishPart, id: string): Promise<void> {
    this.begun.delete(part);
    this.done.set(part, id);
    await this.#save();
  }

  /** Forgets the publication once it is complete. */
  async close(): Promise<void> {
    if (this.#key !== undefined) await (await this.#host.openUploadStore()).delete(this.#key);
  }

  async #save(): Promise<void> {
    if (this.#key === undefined) return;
    const text = JSON.stringify({ done: [...this.done], begun: [...this.begun] });
    await (await this.#host.openUploadStore()).set(this.#key, text);
  }
}
