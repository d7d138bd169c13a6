import { ownerOf } from "../schema/relation-computed.js";
import { wellKnown } from "../schema/well-known.js";
import { parseTime, printTime } from "../store/dates.js";
import type { Row } from "../store/row.js";
import type { BatchState } from "./batch-state.js";
import { defaultStatusOf, defaultTypeOf, defaultVersionStatus } from "./workflow.js";

/** Values for columns that are still unset; a value given by the client always stays. */
type Defaults = (row: Row, state: BatchState) => Readonly<Record<string, unknown>>;

/**
 * Fills what the client left out (wire protocol 9.2).
 *
 * Run when a row is made and again at the end of the request, as values can depend on rows that come later.
 */
export function applyDefaults(state: BatchState, row: Row): Row {
  let current = row;
  for (const defaults of defaultsOf(state, row.__entity_type__)) {
    const values = Object.entries(defaults(current, state)).filter(
      ([column, value]) => value !== null && value !== undefined && (current[column] ?? null) === null,
    );
    current = state.change(current, Object.fromEntries(values));
  }
  return current;
}

function defaultsOf(state: BatchState, typeName: string): Defaults[] {
  const found: Defaults[] = [everyEntity];
  for (let name: string | undefined = typeName; name !== undefined; name = state.registry.find(name)?.base) {
    const defaults = rules[name];
    if (defaults) found.push(defaults);
  }
  return found;
}

const everyEntity: Defaults = (row, { time, userId }) => ({
  ...("created_at" in row ? { created_at: time } : {}),
  ...("created_by_id" in row ? { created_by_id: userId } : {}),
});

/** The project an entity of the tree is in, however deep. */
export function projectIdOf(state: BatchState, contextId: unknown): string | null {
  const seen = new Set<unknown>();
  let row = state.find("Context", contextId);
  while (row && !seen.has(row.id)) {
    if (row.context_type === "show") return String(row.id);
    seen.add(row.id);
    row = state.find("Context", row.parent_id ?? row.project_id);
  }
  return null;
}

const day = 86_400_000;

const rules: Readonly<Record<string, Defaults>> = {
  TypedContext: (row, state) => {
    const projectId = projectIdOf(state, row.parent_id) ?? row.project_id;
    const placed = { ...row, project_id: projectId };
    return {
      context_type: "task",
      object_type_id: state.typeOf(row).attribute("object_type_id").default,
      project_id: projectId,
      bid: 0,
      sort: 0,
      description: "",
      priority_id: wellKnown.priorities.none,
      // Before the project is known, its schema cannot say.
      ...(state.find("Context", projectId)
        ? {
            type_id: defaultTypeOf(state.store, placed),
            status_id: defaultStatusOf(state.store, { ...placed, type_id: row.type_id }),
          }
        : {}),
    };
  },
  Project: (row, { store }) => ({
    context_type: "show",
    status: "active",
    full_name: row.name,
    root: row.name,
    project_id: row.id,
    disk_id: store.all("Disk")[0]?.id,
  }),
  AssetVersion: (row, state) => {
    const asset = state.find("Asset", row.asset_id);
    if (!asset) return { date: state.time, user_id: state.userId };
    const projectId = projectIdOf(state, asset.context_id);
    return {
      date: state.time,
      user_id: state.userId,
      version: nextVersion(state, row),
      ...(projectId === null ? {} : { status_id: defaultVersionStatus(state.store, projectId) }),
    };
  },
  Note: ({ in_reply_to_id: repliesTo }, state) => {
    const parent = state.find("Note", repliesTo);
    return {
      date: state.time,
      thread_activity: state.time,
      user_id: state.userId,
      parent_id: parent?.parent_id,
      parent_type: parent?.parent_type,
    };
  },
  Job: (_, { time, userId }) => ({ created_at: time, user_id: userId }),
  Timer: (_, { time, userId }) => ({ start: time, comment: "", user_id: userId }),
  Timelog: (_, { time, userId }) => ({ start: time, comment: "", duration: 0, user_id: userId }),
  Appointment: () => ({ type: "assignment" }),
  User: (row) => ({
    username: `user-${String(row.id).slice(0, 8)}`,
    is_active: false,
    is_otp_enabled: false,
    is_totp_enabled: false,
    require_details_update: false,
    user_type_id: wellKnown.userType,
  }),
  Group: () => ({ local: true }),
  FileComponent: () => ({ system_type: "file" }),
  SequenceComponent: () => ({ system_type: "sequence" }),
  ContainerComponent: () => ({ system_type: "container" }),
  List: (_, { time, userId }) => ({ date: time, user_id: userId }),
  ReviewSession: (row, { context, time }) => ({
    start_date: time,
    end_date: printTime((parseTime(row.start_date) ?? context.now()) + 7 * day),
    availability: "always",
    is_moderated: false,
    passphrase_enabled: false,
    shareable_url_enabled: false,
  }),
  ReviewSessionObject: (row, { store }) => ({
    sort_order:
      highest(store.by("ReviewSessionObject", "review_session_id", row.review_session_id), "sort_order") + 1,
  }),
  ReviewSessionInvitee: () => ({ created_from_shared_url: false }),
  CalendarEvent: () => ({ everyone: false, forecast: false, leave: false }),
  CustomConfigurationBase: () => ({ config: "{}" }),
  CustomAttributeLinkConfiguration: () => ({ one_to_one: false }),
  Status: () => ({ is_active: true }),
  UserSecurityRole: () => ({ is_all_open_projects: false, is_all_projects: false }),
  Metadata: (row, state) => ({ parent_type: ownerType(state, row.parent_id), value: "" }),
  EntitySetting: (row, state) => ({ parent_type: ownerType(state, row.parent_id) }),
  StatusChange: (_, { time, userId }) => ({ date: time, user_id: userId }),
};

function highest(rows: readonly Row[], column: string): number {
  return rows.reduce((top, row) => Math.max(top, Number(row[column] ?? 0)), 0);
}

function nextVersion({ store }: BatchState, row: Row): number {
  return (
    highest(
      store.by("AssetVersion", "asset_id", row.asset_id).filter(({ id }) => id !== row.id),
      "version",
    ) + 1
  );
}

function ownerType(state: BatchState, id: unknown): string | undefined {
  return ownerOf({ __entity_type__: "", parent_id: id }, state.store)?.__entity_type__;
}
