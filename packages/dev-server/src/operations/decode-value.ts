import { type Attribute, type EntityType, isWireDate, isWireEntity } from "@ftrack-kit/core";
import { normalizeDate } from "../store/dates.js";
import { ApiError } from "./api-error.js";

/**
 * Turns a value a client sent into what a column holds.
 *
 * @throws {@link ApiError} `ValidationError` when the attribute cannot hold it.
 */
export function decodeValue(type: EntityType, attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const decoded = decoders[attribute.scalar](value);
  if (decoded === undefined) throw invalidValue(type, attribute, value);
  if (attribute.enum && !attribute.enum.includes(String(decoded))) throw invalidValue(type, attribute, value);
  return decoded;
}

/** Each returns `undefined` for what it cannot read. */
const decoders: Readonly<Record<Attribute["scalar"], (value: unknown) => unknown>> = {
  string: decodeText,
  unknown: decodeText,
  datetime: decodeDate,
  integer: (value) => {
    const number = decodeNumber(value);
    return number === undefined ? undefined : Math.trunc(number);
  },
  number: decodeNumber,
  boolean: decodeBoolean,
  variable: decodeVariable,
  object: () => undefined,
};

/** Clients send any text that looks like a date as one (wire protocol 3.2), and references for keys. */
function decodeText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isWireDate(value)) return value.value;
  if (isWireEntity(value) && typeof value.id === "string") return value.id;
  return undefined;
}

export function decodeDate(value: unknown): string | undefined {
  const text = isWireDate(value) ? value.value : value;
  return typeof text === "string" ? normalizeDate(text) : undefined;
}

export function decodeNumber(value: unknown): number | undefined {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "string" && value.trim() === "") return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function decodeBoolean(value: unknown): boolean | undefined {
  const text = typeof value === "string" ? value.toLowerCase() : value;
  if (text === true || text === 1 || text === "true" || text === "1") return true;
  if (text === false || text === 0 || text === "false" || text === "0") return false;
  return undefined;
}

function decodeVariable(value: unknown): unknown {
  if (isWireDate(value)) return decodeDate(value);
  if (Array.isArray(value)) return value.every((item) => typeof item === "string") ? value : undefined;
  return typeof value === "object" ? undefined : value;
}

function invalidValue(type: EntityType, attribute: Attribute, value: unknown): ApiError {
  const expected = attribute.enum ? `one of ${attribute.enum.join(", ")}` : `of type ${attribute.scalar}`;
  return new ApiError(
    "ValidationError",
    `${type.name}.${attribute.name} must be ${expected}. Got ${JSON.stringify(value)}.`,
  );
}
