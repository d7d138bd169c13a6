import type { Row } from "../store/row.js";
import { ApiError } from "./api-error.js";
import type { BatchState } from "./batch-state.js";

type Data = Readonly<Record<string, unknown>>;

/**
 * The type a new entity is stored as: base types are told apart by what the client gave (wire protocol 4.3).
 *
 * @throws {@link ApiError} when there is no such type, or it cannot be created.
 */
export function concreteType(state: BatchState, typeName: string, data: Data): string {
  const { registry } = state;
  if (!registry.has(typeName)) throw new ApiError("ServerError", `There is no entity type "${typeName}".`);
  if (typeName === "Context" && data.context_type === "show") return "Project";
  if (typeName === "Context" || registry.isKindOf(typeName, "TypedContext")) {
    return typedContext(state, typeName, data);
  }
  return discriminators[typeName]?.(data, state) ?? typeName;
}

const idOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? (value as Row).id : value;

function typedContext(state: BatchState, typeName: string, data: Data): string {
  const id = data.object_type_id ?? idOf(data.object_type);
  if (typeof id !== "string") {
    return typeName === "TypedContext" || typeName === "Context" ? "Task" : typeName;
  }
  const found = state.registry
    .subtypesOf("TypedContext")
    .find((name) => state.registry.get(name).attributes.get("object_type_id")?.default === id);
  if (found === undefined) throw new ApiError("IntegrityError", `There is no ObjectType "${id}".`);
  return found;
}

/** Link configurations name the kind of entity at either end by table. */
const linkFamilies: ReadonlyMap<unknown, string> = new Map(
  Object.entries({
    asset: "Asset",
    asset_version: "AssetVersion",
    assetversion: "AssetVersion",
    component: "Component",
    context: "Context",
    group: "Group",
    list: "List",
    show: "Context",
    task: "Context",
    user: "User",
  }),
);

/** The subtype of a custom link for the kind of entity it leads to; `undefined` while that is not known. */
export function linkTypeOf(base: string, table: unknown): string | undefined {
  const family = linkFamilies.get(table);
  return family === undefined ? undefined : `${family}${base}`;
}

const discriminators: Readonly<Record<string, (data: Data, state: BatchState) => string | undefined>> = {
  Component: ({ system_type: kind }) =>
    kind === "sequence" ? "SequenceComponent" : kind === "container" ? "ContainerComponent" : "FileComponent",
  Resource: ({ resource_type: kind }) => (kind === "group" ? "Group" : "User"),
  List: ({ system_type: kind }) => (kind === "assetversion" ? "AssetVersionList" : "TypedContextList"),
  NoteLabel: () => "NoteCategory",
  CustomConfigurationBase: (data) =>
    "entity_type_to" in data ? "CustomAttributeLinkConfiguration" : "CustomAttributeConfiguration",
  StatusChange: ({ parent_type: kind }) =>
    kind === "AssetVersion" || kind === "assetversion"
      ? "AssetVersionStatusChange"
      : "TypedContextStatusChange",
  CustomAttributeLink: (data, state) => {
    const id = data.configuration_id ?? idOf(data.configuration);
    const configuration = state.find("CustomConfigurationBase", id);
    return linkTypeOf("CustomAttributeLink", configuration?.entity_type_to);
  },
};
