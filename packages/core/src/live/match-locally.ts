import {
  type Comparison,
  type Criteria,
  isNone,
  isSubquery,
  type Membership,
  type Path,
  type Value,
} from "../query/tree.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { LiveRow } from "./live-host.js";

/** `undefined` where what is loaded does not suffice to tell. */
type Verdict = boolean | undefined;

/** Whether loaded values match criteria, by the server's rules: text without case, null never compares. */
export function matchLocally(
  criteria: Criteria | undefined,
  row: LiveRow,
  registry: SchemaRegistry,
): Verdict {
  if (criteria === undefined) return true;
  switch (criteria.kind) {
    case "and":
      return every(criteria.operands.map((operand) => matchLocally(operand, row, registry)));
    case "or":
      return negate(every(criteria.operands.map((operand) => negate(matchLocally(operand, row, registry)))));
    case "not":
      return negate(matchLocally(criteria.operand, row, registry));
    case "comparison":
      return compare(criteria, valueAt(row, criteria.path));
    case "in":
      return isAmong(criteria, valueAt(row, criteria.path));
    case "existence":
      return undefined;
  }
}

const negate = (verdict: Verdict): Verdict => (verdict === undefined ? undefined : !verdict);

function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

/** A scalar at the end of references that are all loaded; `undefined` for anything else. */
function valueAt(row: LiveRow, path: Path): unknown {
  let value: unknown = row;
  for (const { name } of path.segments) {
    if (value === null) return null;
    if (typeof value !== "object" || value === undefined || Array.isArray(value)) return undefined;
    value = (value as LiveRow)[name];
  }
  return typeof value === "object" && value !== null ? undefined : value;
}

function compare({ operator, value }: Comparison, actual: unknown): Verdict {
  if (actual === undefined) return undefined;
  if (isNone(value))
    return operator === "=" ? actual === null : operator === "!=" ? actual !== null : undefined;
  if (actual === null) return false;
  if (operator === "like" || operator === "not_like") return undefined;
  const order = orderOf(actual, value);
  if (order === undefined) return undefined;
  switch (operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
  }
}

function isAmong({ values, negated }: Membership, actual: unknown): Verdict {
  if (isSubquery(values) || actual === undefined) return undefined;
  if (actual === null) return false;
  const found = values.some((value) => orderOf(actual, value) === 0);
  return negated ? !found : found;
}

/** Negative, zero or positive; `undefined` where the two do not compare, such as dates in different forms. */
function orderOf(actual: unknown, { text }: Value): number | undefined {
  if (typeof actual === "number") {
    const number = Number(text);
    return Number.isNaN(number) ? undefined : actual - number;
  }
  if (typeof actual === "boolean") return Number(actual) - Number(/^(?:true|1)$/i.test(text));
  if (typeof actual !== "string") return undefined;
  if (/^\d{4}-\d\d-\d\d/.test(actual)) {
    const [left, right] = [Date.parse(`${actual.slice(0, 19)}Z`), Date.parse(withZone(text))];
    return Number.isNaN(left) || Number.isNaN(right) ? undefined : left - Math.trunc(right / 1000) * 1000;
  }
  const [left, right] = [actual.toLowerCase(), text.toLowerCase()];
  return left === right ? 0 : left < right ? -1 : 1;
}

const withZone = (text: string): string =>
  /(?:Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`;
