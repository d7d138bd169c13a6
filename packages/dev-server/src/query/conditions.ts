import {
  type Attribute,
  isNone,
  isSubquery,
  type QueryComparison,
  type QueryCriteria,
  type QueryExistence,
  type QueryMembership,
} from "@ftrack-kit/core";
import { ApiError } from "../operations/api-error.js";
import type { Row } from "../store/row.js";
import { isStored } from "../store/row-factory.js";
import { type Candidates, narrowest, union } from "./candidates.js";
import { keyOf } from "./members.js";
import { type Compilation, resolvePath } from "./paths.js";
import { type QuerySource, readValue } from "./query-source.js";
import { type Condition, compileSteps } from "./steps.js";
import { every, not, some } from "./truth.js";
import {
  compileComparison,
  compileMembership,
  identifierTexts,
  type ValueKind,
  type ValueTest,
} from "./value-tests.js";

/** @throws {@link ApiError} `ParseError` when a type or an attribute does not exist. */
export function compileCriteria(
  compilation: Compilation,
  types: readonly string[],
  criteria: QueryCriteria,
): Condition {
  switch (criteria.kind) {
    case "and": {
      const parts = criteria.operands.map((operand) => compileCriteria(compilation, types, operand));
      const tests = parts.map((part) => part.test);
      return {
        test: (row) => every(tests, row),
        candidates: (limit) =>
          narrowest(
            parts.map((part) => part.candidates),
            limit,
          ),
      };
    }
    case "or": {
      const parts = criteria.operands.map((operand) => compileCriteria(compilation, types, operand));
      const tests = parts.map((part) => part.test);
      return {
        test: (row) => some(tests, row),
        candidates: (limit) =>
          union(
            parts.map((part) => part.candidates),
            limit,
          ),
      };
    }
    case "not": {
      const { test } = compileCriteria(compilation, types, criteria.operand);
      return { test: (row) => not(test(row)), candidates: () => undefined };
    }
    case "existence":
      return compileExistence(compilation, types, criteria);
    default:
      return compileValueCondition(compilation, types, criteria);
  }
}

function compileExistence(
  compilation: Compilation,
  types: readonly string[],
  { path, criteria }: QueryExistence,
): Condition {
  const { steps, types: targets, scalar } = resolvePath(compilation, types, path);
  if (scalar) throw new ApiError("ParseError", `"${scalar.name}" is no relation.`);
  const inner = criteria && compileCriteria(compilation, targets, criteria);
  return compileSteps(compilation, steps, targets, {
    test: inner ? (row) => inner.test(row) === true : () => true,
    candidates: (limit) => inner?.candidates(limit),
    missing: false,
  });
}

function compileValueCondition(
  compilation: Compilation,
  types: readonly string[],
  condition: QueryComparison | QueryMembership,
): Condition {
  const { source } = compilation;
  const { steps, types: targets, scalar } = resolvePath(compilation, types, condition.path);
  const name = scalar?.name;
  const kind = scalar ? valueKind(scalar.attribute) : "identifier";
  const { test, keys } = compileValue(compilation, kind, condition);
  const isIndexed = !scalar || isStored(scalar.attribute);
  return compileSteps(compilation, steps, targets, {
    // A path that ends in a relation is compared by the key of what it leads to.
    test: (row) => test(name === undefined ? keyOf(source, row) : readValue(source, row, name)),
    candidates: () => (keys && isIndexed ? lookUp(source, targets, name, keys()) : undefined),
    missing: test(null),
  });
}

/** Rows whose column, or key, has one of some values. */
function lookUp(
  source: QuerySource,
  types: readonly string[],
  column: string | undefined,
  keys: readonly string[],
): Candidates | undefined {
  const { registry, store } = source;
  const rows: Row[] = [];
  for (const family of new Set(types.map((type) => registry.familyOf(type)))) {
    const primaryKey = registry.find(family)?.primaryKey;
    const isKey = column === undefined || (primaryKey?.length === 1 && primaryKey[0] === column);
    for (const key of keys) {
      const found = isKey ? store.get(family, key) : store.by(family, column, key);
      if (Array.isArray(found)) rows.push(...(found as readonly Row[]));
      else if (found) rows.push(found as Row);
    }
  }
  return { rows, ordered: rows.length <= 1 };
}

interface CompiledValue {
  readonly test: ValueTest;
  /** Every value the test can hold for, where an index leads to them. */
  readonly keys: (() => readonly string[]) | undefined;
}

function compileValue(
  { subqueryValues }: Compilation,
  kind: ValueKind,
  condition: QueryComparison | QueryMembership,
): CompiledValue {
  if (condition.kind === "comparison") {
    const { operator, value } = condition;
    const test = compileComparison(kind, operator, value);
    const indexed = kind === "identifier" && operator === "=" && test(null) !== true;
    return { test, keys: indexed ? () => identifierTexts(value.text) : undefined };
  }
  const { negated, values } = condition;
  const given = isSubquery(values)
    ? subqueryValues(values)
    : values.flatMap((value) => (isNone(value) ? [] : [value.text]));
  const test = compileMembership(kind, given, negated);
  const indexed = kind === "identifier" && !negated;
  return { test, keys: indexed ? () => [...new Set(given.flatMap(identifierTexts))] : undefined };
}

/** Keys are compared as they are; any other text without regard to case. */
function valueKind({ name, scalar }: Attribute): ValueKind {
  const isIdentifier = name === "id" || /_id(_to)?$/.test(name);
  return isIdentifier && (scalar === "string" || scalar === "unknown") ? "identifier" : scalar;
}
