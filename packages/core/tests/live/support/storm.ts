import type { Operation } from "../../../src/codec/operations.js";
import { FtrackError } from "../../../src/errors/ftrack-error.js";
import type { Session } from "../../../src/session/session.js";
import { create, remove, update } from "./studio.js";

type Random = () => number;
type Row = { readonly id: string; readonly [name: string]: unknown };

/** Everything that edits can be about, by entity type. */
type World = Readonly<Record<(typeof types)[number], readonly Row[]>>;

const types = [
  "Project",
  "Shot",
  "Task",
  "Status",
  "Priority",
  "User",
  "Appointment",
  "Note",
  "Asset",
  "AssetVersion",
  "Metadata",
] as const;

/** Random edits of everything a production consists of, by a session of its own. */
export class Storm {
  /** What was done in the last storm. */
  history = "";
  readonly #session: Session<Record<string, never>>;
  readonly #configuration: string;

  private constructor(session: Session<Record<string, never>>, configuration: string) {
    this.#session = session;
    this.#configuration = configuration;
  }

  /** Plants two projects with some shots and tasks. */
  static async prepare(session: Session<Record<string, never>>): Promise<Storm> {
    const [configuration] = (await rowsOf(
      session,
      'select id from CustomAttributeConfiguration where key is "fstart"',
    )) as Row[];
    const [schema] = await rowsOf(session, "select id from ProjectSchema");
    const projects = ["lantern", "meadow"].map((name) =>
      create("Project", { name, full_name: `The ${name}`, project_schema_id: schema?.id }),
    );
    const shots = projects.flatMap((project, index) =>
      [1, 2, 3].map((number) => {
        const { id } = project.entity_data as Row;
        return create("Shot", { name: `s${number + index}`, parent_id: id, project_id: id });
      }),
    );
    const tasks = shots.flatMap((shot) =>
      ["comp", "light"].map((name, index) => {
        const { id, project_id } = shot.entity_data as Row;
        return create("Task", { name, parent_id: id, project_id, bid: index * 3 });
      }),
    );
    await session.call([...projects, ...shots, ...tasks] as never);
    return new Storm(session, configuration?.id ?? "");
  }

  /** So many requests of one to three edits, some at once; what the server refuses is left out. */
  async rage(random: Random, requests: number): Promise<void> {
    const history: string[] = [];
    let waiting: Promise<unknown>[] = [];
    let world = await this.#look();
    for (let request = 0; request < requests; request++) {
      if (request % 4 === 3) world = await this.#look();
      const operations = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        this.#edit(random, world),
      ).filter((operation) => operation !== undefined);
      if (operations.length === 0) continue;
      const sent = this.#session.call(operations as never).then(
        () => history.push(JSON.stringify(operations)),
        (error: unknown) => {
          if (!FtrackError.is(error) || !error.code.startsWith("server_")) throw error;
        },
      );
      waiting.push(sent);
      if (random() < 0.6) {
        await Promise.all(waiting);
        waiting = [];
      }
    }
    await Promise.all(waiting);
    this.history = history.join("\n");
  }

  async #look(): Promise<World> {
    const found = await Promise.all(
      types.map(async (type) => {
        const names = type === "Metadata" ? "parent_id, key" : "id";
        return [type, await rowsOf(this.#session, `select ${names} from ${type}`)] as const;
      }),
    );
    return Object.fromEntries(found) as unknown as World;
  }

  #edit(random: Random, world: World): Operation | undefined {
    const some = (type: keyof World): string | undefined => pick(random, world[type])?.id;
    const change = (type: keyof World, data: Readonly<Record<string, unknown>>): Operation | undefined => {
      const id = some(type);
      return id === undefined ? undefined : update(type, [id], data);
    };
    const drop = (type: keyof World): Operation | undefined => {
      const id = some(type);
      // A world that shrinks for ever has nothing left to test.
      return id === undefined || world[type].length < 3 ? undefined : remove(type, [id]);
    };
    const word = () => pick(random, words) as string;
    const status = () => (random() < 0.1 ? null : some("Status"));
    const inShot = () => ({ parent_id: some("Shot") });
    const edits: readonly (() => Operation | undefined)[] = [
      () => {
        const shot = pick(random, world.Shot);
        return create("Task", { name: word(), ...inShot(), parent_id: shot?.id, bid: dice(random, 8) });
      },
      () => create("Shot", { name: word(), parent_id: some("Project") }),
      () => change("Task", { name: word() }),
      () => change("Task", { bid: dice(random, 8), description: word() }),
      () => change("Task", { status_id: status() }),
      () => change("Task", { status_id: status(), priority_id: some("Priority") }),
      () => change("Task", { start_date: "2026-11-20T10:00:00" }),
      () => change("Task", inShot()),
      () => change("Shot", { name: word(), status_id: status() }),
      () => change("Shot", { parent_id: random() < 0.7 ? some("Project") : some("Shot") }),
      () => drop("Task"),
      () => drop("Task"),
      () => (world.Shot.length > 5 ? drop("Shot") : undefined),
      () => change("Status", { name: random() < 0.5 ? "In progress" : `status ${word()}` }),
      () => change("Status", { sort: dice(random, 9) }),
      () => change("Project", { full_name: word() }),
      () => change("Project", { name: random() < 0.5 ? "lantern" : word() }),
      () => change("User", { first_name: word() }),
      () =>
        create("Appointment", {
          context_id: some("Task"),
          resource_id: some("User"),
          type: "assignment",
        }),
      () => drop("Appointment"),
      () => change("Appointment", { resource_id: some("User") }),
      () =>
        create("Note", {
          content: word(),
          parent_id: some("Shot"),
          parent_type: "task",
          user_id: some("User"),
        }),
      () => change("Note", { content: word() }),
      () => drop("Note"),
      () => create("Asset", { name: word(), context_id: some("Shot") }),
      () => create("AssetVersion", { asset_id: some("Asset"), status_id: some("Status") }),
      () => change("AssetVersion", { status_id: some("Status") }),
      () => change("Asset", { name: word() }),
      () => drop("AssetVersion"),
      () => this.#setCustom(some("Shot"), 1_000 + dice(random, 10)),
      () => {
        const data = { parent_id: some("Shot"), parent_type: "task", key: word(), value: word() };
        return { action: "create", entity_type: "Metadata", entity_data: data };
      },
      () => {
        const row = pick(random, world.Metadata);
        return row && update("Metadata", [String(row.parent_id), String(row.key)], { value: word() });
      },
      () => {
        const row = pick(random, world.Metadata);
        return row && remove("Metadata", [String(row.parent_id), String(row.key)]);
      },
    ];
    return pick(random, edits)?.();
  }

  #setCustom(shot: string | undefined, value: number): Operation | undefined {
    if (shot === undefined) return undefined;
    return update("ContextCustomAttributeValue", [this.#configuration, shot], { value });
  }
}

const words = ["amber", "birch", "cobalt", "s1", "s2", "éclair", "Comp", "comp", "50%"];

const dice = (random: Random, sides: number): number => Math.floor(random() * sides);

const pick = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[Math.floor(random() * items.length)];

async function rowsOf(session: Session<Record<string, never>>, expression: string): Promise<Row[]> {
  return (await session
    .query(expression as never)
    .plain()
    .all()) as unknown as Row[];
}
