import { type Row, rowKey } from "../store/row.js";
import { ApiError } from "./api-error.js";
import type { BatchState } from "./batch-state.js";
import { linkTypeOf } from "./concrete-type.js";
import { projectIdOf } from "./defaults.js";

/** What changes of one row do to others. Run once per row, when the request is complete. */
type Reaction = (state: BatchState, row: Row, before: Row | undefined) => void;

export function react(state: BatchState, row: Row, before: Row | undefined): void {
  for (
    let name: string | undefined = row.__entity_type__;
    name !== undefined;
    name = state.registry.find(name)?.base
  ) {
    reactions[name]?.(state, row, before);
  }
}

/** What the removal of a row does to others, besides all that goes with it. */
export function reactToRemoval(state: BatchState, row: Row): void {
  const note = row.__entity_type__ === "NoteLabelLink" ? state.find("Note", row.note_id) : undefined;
  if (note?.category_id !== row.label_id || !note) return;
  const [next] = state.store.by("NoteLabelLink", "note_id", note.id);
  state.change(note, { category_id: next?.label_id ?? null });
}

const reactions: Readonly<Record<string, Reaction>> = {
  TypedContext: (state, row, before) => {
    if (!before || before.parent_id !== row.parent_id || before.project_id !== row.project_id)
      place(state, row);
    recordStatusChange(state, row, before);
  },
  AssetVersion: recordStatusChange,
  Note: (state, row, before) => {
    if (!before) {
      addRecipient(state, row);
      bumpThread(state, row);
    } else if (before.in_reply_to_id !== row.in_reply_to_id) bumpThread(state, row);
    if (row.category_id !== (before?.category_id ?? null)) linkCategory(state, row);
  },
  NoteLabelLink: (state, row, before) => {
    const note = state.find("Note", row.note_id);
    if (!before && note && note.category_id === null) state.change(note, { category_id: row.label_id });
  },
  Job: (state, row) => {
    const finished = row.status === "done" || row.status === "failed";
    if (finished && row.finished_at === null) state.change(row, { finished_at: state.time });
  },
  CustomAttributeConfiguration: (state, row, before) => {
    if (!before || before.key === row.key) return;
    for (const value of [...state.store.by("CustomAttributeValue", "configuration_id", row.id)]) {
      state.change(value, { key: row.key });
    }
  },
  CustomAttributeLink: mirrorLink,
};

/** Everything below a moved entity belongs to the project it is in now. */
function place(state: BatchState, row: Row): void {
  const top = row.parent_id === null ? state.change(row, { parent_id: row.project_id }) : row;
  const projectId = projectIdOf(state, top.parent_id);
  const open: Row[] = [top];
  const seen = new Set<unknown>();
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next.id))
      throw new ApiError("IntegrityError", `"${String(row.name)}" cannot be below itself.`);
    seen.add(next.id);
    state.change(next, { project_id: projectId });
    open.push(...state.store.by("Context", "parent_id", next.id));
  }
  if (projectId === null) {
    throw new ApiError(
      "ValidationError",
      `${row.__entity_type__} "${String(row.name)}" needs a parent in a project.`,
    );
  }
}

function recordStatusChange(state: BatchState, row: Row, before: Row | undefined): void {
  if (!before || before.status_id === row.status_id) return;
  const type =
    row.__entity_type__ === "AssetVersion" ? "AssetVersionStatusChange" : "TypedContextStatusChange";
  state.add(
    state.make(type, {
      id: state.context.createId(),
      date: state.time,
      parent_id: row.id,
      parent_type: row.__entity_type__,
      from_status_id: before.status_id,
      status_id: row.status_id,
      user_id: state.userId,
    }),
  );
}

/** The author follows their note. */
function addRecipient(state: BatchState, note: Row): void {
  if (note.user_id === null || state.store.get("Recipient", rowKey([note.id, note.user_id]))) return;
  state.add(state.make("Recipient", { note_id: note.id, resource_id: note.user_id }));
}

function bumpThread(state: BatchState, note: Row): void {
  const parent = state.find("Note", note.in_reply_to_id);
  if (!parent) return;
  state.change(parent, { thread_activity: note.date ?? state.time });
  if (note.parent_id === null) {
    state.change(note, { parent_id: parent.parent_id, parent_type: parent.parent_type });
  }
}

/** A note's category is the first of its labels. */
function linkCategory(state: BatchState, note: Row): void {
  if (note.category_id === null) return;
  if (state.store.get("NoteLabelLink", rowKey([note.id, note.category_id]))) return;
  state.add(state.make("NoteLabelLink", { note_id: note.id, label_id: note.category_id }));
}

/** A custom link is one more entity when seen from the other end. */
function mirrorLink(state: BatchState, row: Row): void {
  const configuration = state.find("CustomConfigurationBase", row.configuration_id);
  const type = linkTypeOf("CustomAttributeLinkFrom", configuration?.entity_type) ?? "CustomAttributeLinkFrom";
  const { id, configuration_id, from_id, to_id } = row;
  state.store.put(
    "CustomAttributeLinkFrom",
    state.make(type, {
      id,
      configuration_id,
      from_id,
      to_id,
      from_entity_type: owningType(state, from_id),
      to_entity_type: owningType(state, to_id),
    }),
  );
}

const linkedFamilies = ["Context", "Asset", "AssetVersion", "Component", "List", "Resource"];

function owningType(state: BatchState, id: unknown): string | null {
  for (const family of linkedFamilies) {
    const row = state.find(family, id);
    if (row) return row.__entity_type__;
  }
  return null;
}
