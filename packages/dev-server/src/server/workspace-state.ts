import { createHexId } from "@ftrack-kit/core";
import type { BlobStore } from "../files/blob-store.js";
import type { Persistence, SavedState } from "../persistence/persistence.js";
import type { Workspace } from "../schema/workspace.js";
import { addUser } from "../seeds/basics/users.js";
import { type SeedName, seedWorkspace } from "../seeds/seed-workspace.js";
import { SeedWriter } from "../seeds/seed-writer.js";
import type { StoreSnapshot } from "../store/store.js";
import { Keys } from "./keys.js";
import type { DevCredentials } from "./options.js";

/** Everything a server holds at one moment. Opaque; made and taken by one server. */
export interface DevSnapshot {
  readonly rows: StoreSnapshot;
  readonly keys: SavedState["keys"];
  readonly bringFilesBack: () => Promise<void>;
}

export interface WorkspaceStateOptions {
  readonly workspace: Workspace;
  readonly seed: SeedName;
  readonly credentials: readonly DevCredentials[];
  readonly components: BlobStore;
  readonly persistence: Persistence | undefined;
  readonly now: () => number;
}

/** Rows, keys and files of a server: where they come from, and how they are kept, put aside and brought back. */
export class WorkspaceState {
  readonly keys: Keys;
  /** Signs addresses; kept with the rest, so that addresses outlive a restart. */
  readonly secret: string;
  readonly #options: WorkspaceStateOptions;

  private constructor(options: WorkspaceStateOptions) {
    const { workspace, persistence } = options;
    this.#options = options;
    this.secret = persistence?.saved?.secret ?? createHexId() + createHexId();
    this.keys = new Keys(workspace.store, (userId, key) => persistence?.appendKey(userId, key));
  }

  /** Takes up what was kept, or plants the seed. */
  static async open(options: WorkspaceStateOptions): Promise<WorkspaceState> {
    const state = new WorkspaceState(options);
    const { persistence, workspace } = options;
    const saved = persistence?.saved;
    if (saved) {
      const { store } = workspace;
      store.restore(saved.rows);
      store.transact(() => {
        for (const [family, key, row] of saved.later) {
          if (row) store.put(family, row);
          else store.remove(family, key);
        }
      });
      for (const [userId, key] of saved.keys) state.keys.set(userId, key);
      state.#admit();
    } else {
      await state.#plant();
    }
    if (persistence) {
      persistence.replace(state.#saved());
      workspace.store.onCommit((changes) => {
        persistence.append(changes);
        if (persistence.isLarge) persistence.replace(state.#saved());
      });
    }
    return state;
  }

  /** Back to the seed: rows, keys and files. */
  async reset(): Promise<void> {
    this.#options.workspace.store.reset();
    this.keys.clear();
    await this.#options.components.clear();
    await this.#plant();
    this.#options.persistence?.replace(this.#saved());
  }

  async snapshot(): Promise<DevSnapshot> {
    const bringFilesBack = await this.#options.components.keep();
    return { rows: this.#options.workspace.store.snapshot(), keys: [...this.keys.entries], bringFilesBack };
  }

  async restore({ rows, keys, bringFilesBack }: DevSnapshot): Promise<void> {
    this.#options.workspace.store.restore(rows);
    this.keys.clear();
    for (const [userId, key] of keys) this.keys.set(userId, key);
    await bringFilesBack();
    this.#options.persistence?.replace(this.#saved());
  }

  async #plant(): Promise<void> {
    const { workspace, seed, now, components, credentials } = this.#options;
    await seedWorkspace(workspace, seed, {
      now: now(),
      users: credentials.map(({ user }) => user),
      putFile: (componentId, bytes) =>
        components.write(componentId, new Blob([new Uint8Array(bytes)]).stream()),
    });
    this.#admit();
  }

  /** Gives the configured users their keys, adding those the workspace does not know. */
  #admit(): void {
    const { workspace, credentials, now } = this.#options;
    const strangers = credentials.filter(({ user }) => !this.keys.findUser(user));
    workspace.store.transact(() => {
      const writer = new SeedWriter(workspace, now());
      for (const { user } of strangers) addUser(writer, { username: user, role: "Administrator" });
    });
    for (const { user, key } of credentials) {
      const row = this.keys.findUser(user);
      if (row) this.keys.set(String(row.id), key);
    }
  }

  #saved(): SavedState {
    return {
      rows: this.#options.workspace.store.snapshot(),
      keys: [...this.keys.entries],
      secret: this.secret,
    };
  }
}
