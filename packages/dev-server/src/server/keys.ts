import type { KeyService } from "../actions/services.js";
import type { ReadStore, Row } from "../store/row.js";

/** Who may use the server. Keys belong to users by id, so that renaming a user keeps theirs. */
export class Keys implements KeyService {
  readonly #store: ReadStore;
  readonly #keys = new Map<string, string>();
  readonly #onReplaced: (userId: string, key: string) => void;

  /** @param onReplaced - Hears of every key made after the start, to persist it. */
  constructor(store: ReadStore, onReplaced: (userId: string, key: string) => void) {
    this.#store = store;
    this.#onReplaced = onReplaced;
  }

  /** Users with their keys. */
  get entries(): Iterable<readonly [userId: string, key: string]> {
    return this.#keys;
  }

  set(userId: string, key: string): void {
    this.#keys.set(userId, key);
  }

  clear(): void {
    this.#keys.clear();
  }

  replaceKey(userId: string, key: string): void {
    this.set(userId, key);
    this.#onReplaced(userId, key);
  }

  /** The `User` row of a login name, whether or not it has a key. */
  findUser(username: string): Row | undefined {
    return this.#store.by("Resource", "username", username).find((row) => row.__entity_type__ === "User");
  }

  /** The `User` row, when the key is theirs. */
  authenticate(username: string | null, key: string | null): Row | undefined {
    if (!username || !key) return undefined;
    const user = this.findUser(username);
    return user && this.#keys.get(String(user.id)) === key ? user : undefined;
  }
}
