import { isWireDate } from "@ftrack-kit/core";
import { wellKnownFamilies } from "../schema/families.js";
import { type Row, rowKey } from "../store/row.js";
import { ApiError } from "./api-error.js";
import type { BatchState } from "./batch-state.js";
import { decodeBoolean, decodeDate, decodeNumber } from "./decode-value.js";

/** Type of the stored row by the family of the entity it belongs to. */
const typesByFamily: Readonly<Record<string, string>> = {
  Context: "ContextCustomAttributeValue",
  Asset: "AssetCustomAttributeValue",
  AssetVersion: "AssetVersionCustomAttributeValue",
  List: "ListCustomAttributeValue",
  ListObject: "ListObjectCustomAttributeValue",
  Resource: "UserCustomAttributeValue",
};

/** The same by the table a configuration is for, where the entity is not there yet. */
const typesByTable: ReadonlyMap<unknown, string> = new Map(
  Object.entries({
    show: "ContextCustomAttributeValue",
    task: "ContextCustomAttributeValue",
    asset: "AssetCustomAttributeValue",
    assetversion: "AssetVersionCustomAttributeValue",
    list: "ListCustomAttributeValue",
    user: "UserCustomAttributeValue",
  }),
);

export const isCustomValueType = (typeName: string): boolean => typeName.endsWith("CustomAttributeValue");

export interface CustomValue {
  readonly configurationId: unknown;
  readonly entityId: unknown;
  readonly value: unknown;
}

/**
 * Stores a custom attribute value, whether or not there is one already (wire protocol 3.8).
 *
 * The entity may follow later in the request; that it exists is checked at the end.
 *
 * @throws {@link ApiError} `ValidationError` when the value does not fit the configuration.
 */
export function putCustomValue(state: BatchState, { configurationId, entityId, value }: CustomValue): Row {
  const configuration = state.find("CustomConfigurationBase", configurationId);
  if (!configuration || typeof entityId !== "string") {
    throw new ApiError(
      "ValidationError",
      `There is no custom attribute configuration ${JSON.stringify(configurationId)}.`,
    );
  }
  const stored = castCustomValue(state, configuration, value);
  const known = state.store.get("CustomAttributeValue", rowKey([configurationId, entityId]));
  if (known) return state.change(known, { value: stored });
  const family = wellKnownFamilies.find((name) => name in typesByFamily && state.store.get(name, entityId));
  const typeName =
    (family === undefined ? typesByTable.get(configuration.entity_type) : typesByFamily[family]) ??
    "CustomAttributeValue";
  return state.add(
    state.make(typeName, {
      configuration_id: configurationId,
      entity_id: entityId,
      key: configuration.key,
      value: stored,
    }),
  );
}

/** Families whose entities can have custom values. */
export const hasOwner = (state: BatchState, entityId: unknown): boolean =>
  Object.keys(typesByFamily).some((family) => state.find(family, entityId) !== undefined);

function castCustomValue(state: BatchState, configuration: Row, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const kind = String(state.find("CustomAttributeType", configuration.type_id)?.name ?? "text");
  const cast = Object.hasOwn(casts, kind) ? casts[kind]?.(value) : undefined;
  if (cast !== undefined) return cast;
  const given = typeof value === "object" ? JSON.stringify(value) : String(value);
  throw new ApiError(
    "ValidationError",
    `Custom attribute value for "${String(configuration.key)}" must be of type ${kind}. ` +
      `Got "${given}" of type <type '${pythonType(value)}'>`,
  );
}

const castText = (value: unknown): unknown => {
  if (isWireDate(value)) return value.value;
  return typeof value === "object" ? undefined : String(value);
};

const castList = (value: unknown): unknown => {
  if (typeof value === "string") return value === "" ? [] : [value];
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
};

/** By kind of custom attribute; each gives `undefined` for what it cannot hold. */
const casts: Readonly<Record<string, (value: unknown) => unknown>> = {
  text: castText,
  url: castText,
  expression: castText,
  notificationtype: castText,
  number: (value) => (typeof value === "boolean" ? undefined : decodeNumber(value)),
  boolean: decodeBoolean,
  date: decodeDate,
  enumerator: castList,
  "dynamic enumerator": castList,
};

/** Servers speak of types as Python 2 does, and clients show that text. */
function pythonType(value: unknown): string {
  if (typeof value === "string") return "unicode";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return Array.isArray(value) ? "list" : "dict";
}
