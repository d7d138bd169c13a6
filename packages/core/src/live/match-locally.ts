import {
  type Comparison,
  type Criteria,
  isNone,
  isSubquery,
  type Membership,
  type Path,
  type Value,
} from "../query/tree.js";

/** `null` where an unset value is compared, as in SQL; `undefined` where what is known does not suffice. */
type Verdict = boolean | null | undefined;

/** The scalar at the end of a path; `undefined` when it is not known. */
export type ReadPath = (path: Path) => unknown;

/**
 * Whether values match criteria, by rules that every server shares; `undefined` when only the server can tell.
 *
 * Collations, patterns and dates are left to the server, so that a verdict is never a guess.
 */
export function matchLocally(criteria: Criteria | undefined, read: ReadPath): boolean | undefined {
  const verdict = criteria === undefined ? true : judge(criteria, read);
  return verdict === null ? false : verdict;
}

function judge(criteria: Criteria, read: ReadPath): Verdict {
  switch (criteria.kind) {
    case "and":
      return every(criteria.operands.map((operand) => judge(operand, read)));
    case "or":
      return some(criteria.operands.map((operand) => judge(operand, read)));
    case "not":
      return negate(judge(criteria.operand, read));
    case "comparison":
      return compare(criteria, read(criteria.path));
    case "in":
      return isAmong(criteria, read(criteria.path));
    case "existence":
      return undefined;
  }
}

/** Servers differ in what the opposite of a comparison with nothing is. */
const negate = (verdict: Verdict): Verdict => (typeof verdict === "boolean" ? !verdict : undefined);

function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  if (verdicts.includes(undefined)) return undefined;
  return verdicts.includes(null) ? null : true;
}

function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  if (verdicts.includes(undefined)) return undefined;
  return verdicts.includes(null) ? null : false;
}

function compare({ operator, value }: Comparison, actual: unknown): Verdict {
  if (actual === undefined) return undefined;
  if (isNone(value)) {
    if (operator === "=") return actual === null;
    return operator === "!=" ? actual !== null : undefined;
  }
  if (operator === "=") return isSame(actual, value);
  if (operator === "!=") return negate(isSame(actual, value));
  if (actual === null) return null;
  const number = Number(value.text);
  if (typeof actual !== "number" || value.text.trim() === "" || Number.isNaN(number)) return undefined;
  switch (operator) {
    case ">":
      return actual > number;
    case "<":
      return actual < number;
    case ">=":
      return actual >= number;
    case "<=":
      return actual <= number;
    default:
      return undefined;
  }
}

function isAmong({ values, negated }: Membership, actual: unknown): Verdict {
  if (isSubquery(values) || actual === undefined) return undefined;
  const verdicts = values.map((value) => isSame(actual, value));
  const found: Verdict = verdicts.includes(true)
    ? true
    : verdicts.includes(undefined)
      ? undefined
      : actual === null
        ? null
        : false;
  return negated ? negate(found) : found;
}

function isSame(actual: unknown, { text }: Value): Verdict {
  if (actual === null) return null;
  if (typeof actual === "number") {
    const number = Number(text);
    return text.trim() === "" || Number.isNaN(number) ? undefined : actual === number;
  }
  if (typeof actual === "boolean") {
    const word = text.toLowerCase();
    if (word === "true" || word === "1") return actual;
    return word === "false" || word === "0" ? !actual : undefined;
  }
  if (typeof actual !== "string" || isDate.test(actual)) return undefined;
  if (actual === text) return true;
  // Letters, digits and the commonest signs differ under every collation, except in case.
  if (!isPlain.test(actual) || !isPlain.test(text)) return undefined;
  return actual.toLowerCase() === text.toLowerCase() ? undefined : false;
}

const isDate = /^\d{4}-\d\d-\d\d/;
const isPlain = /^[\w.-]*$/;
