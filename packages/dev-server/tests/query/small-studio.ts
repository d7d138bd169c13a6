import { parseQuery, type QueryTree } from "@ftrack-kit/core";
import { computedValue } from "../../src/operations/computed-value.js";
import { Budget } from "../../src/query/budget.js";
import { Encoder, type EncoderOptions } from "../../src/query/encoder.js";
import { evaluateQuery, type Page } from "../../src/query/evaluate.js";
import { Members } from "../../src/query/members.js";
import { buildProjections } from "../../src/query/projections.js";
import type { QuerySource } from "../../src/query/query-source.js";
import { wellKnown } from "../../src/schema/well-known.js";
import { Workspace } from "../../src/schema/workspace.js";
import { addBasics } from "../../src/seeds/basics/basics.js";
import { SeedWriter } from "../../src/seeds/seed-writer.js";
import type { Row } from "../../src/store/row.js";

/** 20 November 2026, 10:00 UTC. */
export const now = Date.UTC(2026, 10, 20, 10);

const { task, shot, sequence } = wellKnown.objectTypes;

export const statuses = {
  notStarted: "44dd9fb2-4164-11df-9218-0019bb4983d8",
  inProgress: "44ddd0fe-4164-11df-9218-0019bb4983d8",
  approved: "44de097a-4164-11df-9218-0019bb4983d8",
} as const;

export const configurations = {
  frameStart: "acd86546-4082-11e2-95b1-0019bb4983d8",
  shotRate: "d25907a0-acb5-11e1-8668-f23c91df1211",
} as const;

/** A workspace of a few rows whose ids are words, together with short ways to query it. */
export interface Studio {
  readonly workspace: Workspace;
  readonly source: QuerySource;
  readonly add: (type: string, values: Readonly<Record<string, unknown>>) => Row;
  readonly link: (family: string, columns: Readonly<Record<string, string>>) => void;
  /** Ids of the rows of a query, in order. */
  readonly ids: (expression: string) => readonly unknown[];
  readonly page: (expression: string, options?: { readonly strict?: boolean }) => Page;
  readonly encoder: (options?: Partial<EncoderOptions>) => Encoder;
  /** Rows of a query as they are written. */
  readonly encode: (
    expression: string,
    options?: Partial<EncoderOptions> & { readonly encoder?: Encoder; readonly strict?: boolean },
  ) => readonly Readonly<Record<string, unknown>>[];
}

/** Only the rows every server has. */
export function emptyStudio(): Studio {
  const workspace = new Workspace();
  const { store } = workspace;
  const seed = new SeedWriter(workspace, now);
  store.transact(() => addBasics(seed));
  const urls = {
    componentUrl: (id: string) => `https://studio.test/component/get?id=${id}`,
    thumbnailUrl: (id: string | null) => `https://studio.test/thumbnail?id=${id ?? "default"}`,
  };
  const source: QuerySource = {
    store,
    get registry() {
      return workspace.registry;
    },
    computed: (row, attribute) =>
      computedValue(row, attribute, { store, registry: workspace.registry, now: () => now, urls }),
  };
  const budget = () => new Budget(1_000_000);
  const encoder = (options: Partial<EncoderOptions> = {}): Encoder =>
    new Encoder(source, { budget: budget(), onlyRequested: false, denormalize: false, ...options });
  const find = (tree: QueryTree, strict = false): Page =>
    evaluateQuery(source, tree, { budget: budget(), strict });
  return {
    workspace,
    source,
    encoder,
    add: (type, values) => store.transact(() => seed.add(type, values)).result,
    link: (family, columns) => void store.transact(() => seed.link(family, columns)),
    ids: (expression) => find(parseQuery(expression)).rows.map(({ id }) => id),
    page: (expression, { strict } = {}) => find(parseQuery(expression), strict),
    encode: (expression, { encoder: given, strict = false, ...options } = {}) => {
      const tree = parseQuery(expression);
      const projections = buildProjections(source, new Members(source), tree, strict);
      const writer = given ?? encoder(options);
      return find(tree).rows.map((row) => writer.encodeRow(row, projections));
    },
  };
}

/**
 * Project "p1" Harbour: sequence "sq1" with shots "sh1" and "sh2", five tasks "t1" to "t5".
 * Project "p2" Lantern: one task "t6".
 */
export function smallStudio(): Studio {
  const studio = emptyStudio();
  const { add, link } = studio;
  add("User", { id: "u1", username: "ada", first_name: "Ada", last_name: "Finch", is_active: true });
  add("User", { id: "u2", username: "bo", first_name: "Bo", last_name: "Marsh", is_active: false });
  add("Group", { id: "g1", name: "Animators", local: false });
  add("Membership", { id: "m1", user_id: "u1", group_id: "g1" });

  const project = (id: string, name: string, status: string): Row =>
    add("Project", {
      id,
      name,
      full_name: `${name} the film`,
      status,
      context_type: "show",
      project_schema_id: "caddd816-acb5-11e1-8668-f23c91df1211",
      start_date: "2026-01-01T00:00:00",
    });
  project("p1", "Harbour", "active");
  project("p2", "Lantern", "hidden");
  const context = (type: string, id: string, values: Readonly<Record<string, unknown>>): Row =>
    add(type, { id, context_type: "task", project_id: "p1", description: "", bid: 0, sort: 0, ...values });
  context("Sequence", "sq1", { name: "SQ_One", parent_id: "p1", object_type_id: sequence });
  context("Shot", "sh1", {
    name: "SH010",
    parent_id: "sq1",
    object_type_id: shot,
    status_id: statuses.inProgress,
  });
  context("Shot", "sh2", {
    name: "SH020",
    parent_id: "sq1",
    object_type_id: shot,
    status_id: statuses.notStarted,
  });
  const work = (id: string, values: Readonly<Record<string, unknown>>): Row =>
    context("Task", id, { object_type_id: task, priority_id: wellKnown.priorities.none, ...values });
  work("t1", {
    name: "Animation",
    parent_id: "sh1",
    status_id: statuses.inProgress,
    bid: 100,
    start_date: "2026-03-01T08:00:00",
    priority_id: wellKnown.priorities.high,
  });
  work("t2", { name: "Lighting", parent_id: "sh1", status_id: statuses.notStarted, bid: 200 });
  work("t3", {
    name: "animation",
    parent_id: "sh2",
    status_id: statuses.approved,
    bid: 300,
    start_date: "2026-04-01T00:00:00",
  });
  work("t4", { name: "100% done", parent_id: "sh2", status_id: null, bid: null, description: null });
  work("t5", { name: "Comp_v1", parent_id: "sq1", status_id: statuses.inProgress, bid: 50 });
  work("t6", { name: "Lighting", parent_id: "p2", project_id: "p2", status_id: statuses.approved, bid: 10 });

  const appointment = (id: string, type: string, contextId: string, resourceId: string): Row =>
    add("Appointment", { id, type, context_id: contextId, resource_id: resourceId });
  appointment("a1", "assignment", "t1", "u1");
  appointment("a2", "assignment", "t1", "u2");
  appointment("a3", "assignment", "t2", "u2");
  appointment("a4", "assignment", "t6", "u1");
  appointment("a5", "assignment", "t5", "g1");
  appointment("a6", "allocation", "t3", "u1");
  add("Timelog", { id: "tl1", user_id: "u1", context_id: "t1", duration: 60, start: "2026-03-02T09:00:00" });
  add("Timelog", { id: "tl2", user_id: "u1", context_id: "t1", duration: 30, start: "2026-05-02T09:00:00" });

  add("Metadata", { parent_id: "t1", key: "pipe", value: "Maya", parent_type: "Task" });
  add("Metadata", { parent_id: "t1", key: "take", value: "3", parent_type: "Task" });
  add("Metadata", { parent_id: "t2", key: "pipe", value: "Nuke", parent_type: "Task" });
  add("ContextCustomAttributeValue", {
    configuration_id: configurations.frameStart,
    entity_id: "sh1",
    key: "fstart",
    value: 1001,
  });
  add("Scope", { id: "sc1", name: "London" });
  link("ContextScope", { context_id: "t1", scope_id: "sc1" });

  add("Asset", { id: "as1", name: "plate", context_id: "sh1" });
  const version = (id: string, number: number, values: Readonly<Record<string, unknown>> = {}): Row =>
    add("AssetVersion", {
      id,
      asset_id: "as1",
      version: number,
      status_id: statuses.notStarted,
      is_published: true,
      comment: "",
      user_id: "u1",
      date: "2026-06-01T12:00:00",
      ...values,
    });
  version("v1", 1);
  version("v2", 2, { task_id: "t1" });
  add("FileComponent", {
    id: "c1",
    name: "main",
    version_id: "v1",
    system_type: "file",
    file_type: ".mov",
    size: 5,
  });
  add("FileComponent", {
    id: "c2",
    name: "main",
    version_id: "v2",
    system_type: "file",
    file_type: ".exr",
    size: 7,
  });
  add("Note", { id: "n1", content: "Slower", user_id: "u1", parent_id: "t1", parent_type: "Task" });
  add("Note", {
    id: "n2",
    content: "Yes",
    user_id: "u2",
    parent_id: "t1",
    parent_type: "Task",
    in_reply_to_id: "n1",
  });
  return studio;
}
