import { MutationBatch } from "../../src/operations/mutation-batch.js";
import type { EntityAnswer, MutationOperation } from "../../src/operations/mutation-context.js";
import { Workspace } from "../../src/schema/workspace.js";
import { vfxSchema } from "../../src/seeds/basics/project-schemas.js";
import { seedWorkspace } from "../../src/seeds/seed-workspace.js";
import type { Change, Row } from "../../src/store/row.js";

type Data = Readonly<Record<string, unknown>>;

export const create = (type: string, data: Data): MutationOperation => ({
  action: "create",
  entity_type: type,
  entity_data: { __entity_type__: type, ...data },
});

export const update = (type: string, key: string | readonly string[], data: Data): MutationOperation => ({
  action: "update",
  entity_type: type,
  entity_key: key,
  entity_data: { __entity_type__: type, ...data },
});

export const remove = (type: string, key: string | readonly string[]): MutationOperation => ({
  action: "delete",
  entity_type: type,
  entity_key: key,
});

export const reference = (type: string, id: string) => ({ __entity_type__: type, id });

/** A seeded workspace that takes requests of the user "jane", at a time that stands still. */
export class Requests {
  readonly workspace: Workspace;
  readonly user: Row;
  /** Milliseconds since 1970. */
  time = Date.parse("2026-11-20T10:00:00Z");
  #nextId = 0;

  private constructor(workspace: Workspace) {
    this.workspace = workspace;
    const user = workspace.store.by("Resource", "username", "jane")[0];
    if (!user) throw new Error("the seed has jane");
    this.user = user;
  }

  static async open(): Promise<Requests> {
    const workspace = new Workspace();
    await seedWorkspace(workspace, "empty", { now: 0, users: ["jane"], putFile: () => {} });
    return new Requests(workspace);
  }

  get store() {
    return this.workspace.store;
  }

  /** One request: all operations or none. */
  send(...operations: readonly MutationOperation[]): {
    readonly answers: readonly (EntityAnswer | true)[];
    readonly changes: readonly Change[];
  } {
    const { result, changes } = this.store.transact(() => {
      const batch = new MutationBatch({
        workspace: this.workspace,
        user: this.user,
        now: () => this.time,
        createId: () => `id-${String(this.#nextId++).padStart(4, "0")}`,
      });
      const applied = operations.map((operation) => batch.apply(operation));
      batch.finish();
      return applied;
    });
    return { answers: result.map((answer) => (answer.kind === "entity" ? answer.entity : true)), changes };
  }

  /** The row of an id, whose existence the test relies on. */
  row(family: string, ...key: readonly string[]): Row {
    const row = this.store.get(family, key.join("\u0000"));
    if (!row) throw new Error(`There is no ${family} ${key.join()}`);
    return row;
  }

  /** A project "p" with the sequence "sq", the shot "sh" in it and the task "t" in that. */
  addTree(): void {
    this.send(
      create("Project", { id: "p", name: "bunny", project_schema_id: vfxSchema.id }),
      create("Sequence", { id: "sq", name: "010", parent: reference("Project", "p") }),
      create("Shot", { id: "sh", name: "0010", parent_id: "sq" }),
      create("Task", { id: "t", name: "comp", parent: reference("Shot", "sh"), project_id: "p" }),
    );
  }
}

/** What an answer shows, by attribute. */
export function shown(answer: EntityAnswer | true | undefined): Record<string, unknown> {
  if (!answer || answer === true) throw new Error("expected an entity");
  return Object.fromEntries(
    answer.attributes.map((name) => [name, name in answer.echo ? answer.echo[name] : answer.row[name]]),
  );
}
