import { QueryError } from "../errors/query-error.js";
import { LikeText } from "./like-text.js";
import { escapeLike, escapeText, printLiteral, type QueryScalar, toLiteral } from "./literal.js";
import { parsePath } from "./parse-path.js";
import { parseCriteria, parseQuery } from "./parser.js";
import { printPath } from "./printer.js";
import { createQueryError } from "./query-error.js";
import { QueryText } from "./query-text.js";
import type { Criteria, QueryTree } from "./tree.js";

/** What `ql` takes between `${` and `}`: a value, a list of values, text of `ql` itself, or `ql.like(…)`. */
export type QlValue = QueryScalar | Iterable<QueryScalar> | QueryText | LikeText;

/** Text that is read when a builder takes it up. */
class QlText<Expression extends string = string> extends QueryText<Expression> {
  override readCriteria(): Criteria {
    return parseCriteria(this.text);
  }

  override readQuery(): QueryTree {
    return parseQuery(this.text);
  }
}

/** Names of the `{placeholders}` of a text. */
type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The `ql` tag and what belongs to it. */
export interface Ql {
  <Expression extends string = string>(
    strings: TemplateStringsArray,
    ...values: readonly QlValue[]
  ): QueryText<Expression>;
  /**
   * As the tag, with named `{placeholders}`, so that the compiler can read the type of the rows from the text.
   *
   * @throws {@link QueryError} `query_value` when a value is missing or cannot be held by a query.
   * @example
   * ql.bind("select name, bid from Task where name is {name}", { name: userInput });
   */
  bind<const Text extends string>(
    text: Text,
    values: Readonly<Record<Placeholders<Text>, QlValue>>,
  ): QueryText<Text>;
  /**
   * Text for a `like` pattern: a `%` or `_` in it is no wildcard.
   *
   * @example
   * ql`Task where name like "%${ql.like(userInput)}%"`;
   */
  like(text: string): LikeText;
  /**
   * Names of attributes or entity types, checked and joined by commas.
   *
   * @throws {@link QueryError} `query_syntax` when a name could be anything else.
   * @example
   * ql`select ${ql.identifier("name", "status.name")} from Task`;
   */
  identifier(...names: readonly string[]): QueryText;
}

/**
 * Writes a query with values in it, escaped for the place where each stands.
 *
 * Outside quotes text is quoted, numbers and booleans stand bare, null is `none`, dates are ISO 8601, entities
 * stand for their primary key and lists become `(…, …)`; inside quotes a value is escaped. Text made by `ql` nests:
 * criteria keep together and sub-queries get their parentheses. Backslashes in the literal parts belong to the query.
 *
 * @throws {@link QueryError} `query_value` for a value that cannot stand where it is, `query_syntax` when a string
 * is left open.
 * @example
 * const text = ql`select name from Task where name is ${userInput} and id in ${ids}`;
 */
export const ql: Ql = Object.assign(
  <Expression extends string = string>(strings: TemplateStringsArray, ...values: readonly QlValue[]) =>
    new QlText<Expression>(compose(strings.raw, values)),
  {
    bind<const Text extends string>(text: Text, values: Readonly<Record<string, QlValue>>) {
      const parts = text.split(/\{(\w+)\}/);
      const names = parts.filter((_, index) => index % 2 === 1);
      const literals = parts.filter((_, index) => index % 2 === 0);
      return new QlText<Text>(
        compose(
          literals,
          names.map((name) => pickValue(name, values)),
        ),
      );
    },
    like: (text: string) => new LikeText(text),
    identifier: (...names: readonly string[]) => new QlText(names.map(printIdentifier).join(", ")),
  },
);

function pickValue(name: string, values: Readonly<Record<string, QlValue>>): QlValue {
  if (Object.hasOwn(values, name)) return values[name] as QlValue;
  throw new QueryError("query_value", { message: `No value was given for {${name}}.`, details: { name } });
}

function printIdentifier(name: string): string {
  const printed = printPath(parsePath(name));
  if (printed.toLowerCase() !== "not") return printed;
  throw createQueryError("query_syntax", '"not" is no name.', { text: name, offset: 0, end: name.length });
}

/** Which quotes the text is in at its end, and whether a backslash waits for its character. */
interface Position {
  readonly quote: string;
  readonly escaping: boolean;
}

function compose(literals: readonly string[], values: readonly unknown[]): string {
  let text = literals[0] as string;
  let position = advance({ quote: "", escaping: false }, text);
  values.forEach((value, index) => {
    if (position.escaping) throw misplaced("a value right after a backslash");
    text += position.quote === "" ? printOutside(value, text) : printInside(value);
    const literal = literals[index + 1] as string;
    position = advance(position, literal);
    text += literal;
  });
  if (position.quote === "") return text;
  throw createQueryError("query_syntax", `The string is not closed with ${position.quote}.`, {
    text,
    offset: text.length,
  });
}

function advance({ quote, escaping }: Position, literal: string): Position {
  for (const character of literal) {
    if (escaping) escaping = false;
    else if (quote !== "" && character === "\\") escaping = true;
    else if (character === quote) quote = "";
    else if (quote === "" && (character === '"' || character === "'")) quote = character;
  }
  return { quote, escaping };
}

function printInside(value: unknown): string {
  if (value instanceof LikeText) return escapeLike(value.text);
  if (value === null) throw misplaced("null inside quotes");
  if (value instanceof QueryText) throw misplaced("query text inside quotes");
  return escapeText(toLiteral(value).text);
}

function printOutside(value: unknown, before: string): string {
  if (value instanceof QueryText) return printFragment(value.text, before);
  if (value instanceof LikeText) return `"${escapeLike(value.text)}"`;
  if (!isList(value)) return printLiteral(value);
  const items = Array.from(value, printLiteral).join(", ");
  return /[(,]\s*$/.test(before) ? items : `(${items})`;
}

/** Fragments keep their meaning whatever stands beside them. */
function printFragment(text: string, before: string): string {
  const subquery = /\b(?:not_)?in\s*$/i.test(before);
  return subquery || isLogical(text) ? `(${text})` : text;
}

function isLogical(text: string): boolean {
  try {
    const { kind } = parseCriteria(text);
    return kind === "and" || kind === "or";
  } catch {
    return false;
  }
}

const isList = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

const misplaced = (what: string): QueryError =>
  new QueryError("query_value", { message: `A query cannot hold ${what}.` });
