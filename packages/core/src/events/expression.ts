import { EventHubError } from "../errors/event-hub-error.js";

/** How a condition compares the value it finds with the value it names. */
export type ComparisonOperator = "=" | "!=" | ">=" | "<=" | ">" | "<";

/** One comparison, such as `source.user.username="jane"`. */
export interface Condition {
  readonly kind: "condition";
  /** Dotted path into the event, such as `data.actionIdentifier`. */
  readonly field: string;
  readonly operator: ComparisonOperator;
  /** With `=`, a trailing `*` matches every value that starts with what is before it. */
  readonly value: string | number | boolean;
}

/** What a subscription or target expression says (wire protocol 7.9). */
export type Expression =
  | Condition
  | { readonly kind: "all"; readonly terms: readonly Expression[] }
  | { readonly kind: "any"; readonly terms: readonly Expression[] }
  | { readonly kind: "not"; readonly term: Expression };

/** Deeper nesting is refused, so that no text from outside can exhaust the stack. */
const maximumDepth = 200;
/** How much of an expression a message shows around what does not fit. */
const excerptLength = 160;
const blank = /\s*/y;
const word = /[A-Za-z0-9_.]+/y;
const operator = /!=|>=|<=|=|>|</y;
const bareValue = /[A-Za-z0-9\-_,./*@+]+/y;
/** Escapes and doubled quotes may stand inside but stay as they are, as every other ftrack client has it. */
const quotedValue = /"(?:[^"\n\r\\]|""|\\[^\n\r])*"|'(?:[^'\n\r\\]|''|\\[^\n\r])*'/y;

/**
 * Reads a subscription or target expression.
 *
 * Precedence is `not`, `and`, `or`; keywords are case-insensitive; blanks are optional around operators.
 *
 * @throws {@link EventHubError} `event_hub_expression`, with a caret under the first character that does not fit.
 * @example
 * parseExpression('topic=ftrack.update and not source.user.username="jane doe"');
 */
export function parseExpression(text: string): Expression {
  // Plain JavaScript passes anything as text.
  if (typeof text !== "string") {
    throw new EventHubError("event_hub_expression", {
      message: `An event expression must be text, such as "topic=ftrack.update", not ${text === null ? "null" : typeof text}.`,
    });
  }
  const parser = new Parser(text);
  const expression = parser.any(0);
  parser.end();
  return expression;
}

class Parser {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  any(depth: number): Expression {
    return this.#chain("any", "or", () => this.#chain("all", "and", () => this.#not(depth)));
  }

  end(): void {
    this.#skipBlanks();
    if (this.#offset < this.#text.length) throw this.#fail('"and", "or" or the end');
  }

  #chain(kind: "all" | "any", keyword: string, term: () => Expression): Expression {
    const terms = [term()];
    while (this.#keyword(keyword)) terms.push(term());
    return terms.length === 1 ? (terms[0] as Expression) : { kind, terms };
  }

  #not(depth: number): Expression {
    if (depth > maximumDepth) throw this.#fail(`at most ${maximumDepth} levels of nesting`);
    if (this.#keyword("not")) return { kind: "not", term: this.#not(depth + 1) };
    if (!this.#take("(")) return this.#condition();
    const inner = this.any(depth + 1);
    if (!this.#take(")")) throw this.#fail('")"');
    return inner;
  }

  #condition(): Condition {
    const field = this.#match(word);
    if (field === undefined) throw this.#fail("a field such as topic");
    const comparison = this.#match(operator) as ComparisonOperator | undefined;
    if (comparison === undefined) throw this.#fail("one of = != >= <= > <");
    const quoted = this.#match(quotedValue);
    const value = quoted === undefined ? this.#match(bareValue) : quoted.slice(1, -1);
    if (value === undefined) throw this.#fail("a value, quoted if it holds blanks or special characters");
    return { kind: "condition", field, operator: comparison, value };
  }

  /** A keyword is a whole word, and not the field of a condition: `not=1` asks for a field named "not". */
  #keyword(keyword: string): boolean {
    const start = this.#offset;
    if (this.#match(word)?.toLowerCase() === keyword && (keyword !== "not" || !this.#peek(operator)))
      return true;
    this.#offset = start;
    return false;
  }

  #peek(pattern: RegExp): boolean {
    const start = this.#offset;
    const found = this.#match(pattern) !== undefined;
    this.#offset = start;
    return found;
  }

  #take(character: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#offset] !== character) return false;
    this.#offset += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    this.#skipBlanks();
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#offset += found.length;
    return found;
  }

  #skipBlanks(): void {
    blank.lastIndex = this.#offset;
    this.#offset += blank.exec(this.#text)?.[0].length ?? 0;
  }

  #fail(expected: string): EventHubError {
    this.#skipBlanks();
    const offset = this.#offset;
    const from = Math.max(0, offset - excerptLength / 2);
    const excerpt = this.#text.slice(from, from + excerptLength).replace(/\s/g, " ");
    return new EventHubError("event_hub_expression", {
      message: `Event expression cannot be understood at column ${offset + 1}: expected ${expected}.\n  ${excerpt}\n  ${" ".repeat(offset - from)}^`,
      details: { expression: this.#text, offset, expected },
    });
  }
}

const plainValue = /^[A-Za-z0-9\-_,./*@+]+$/;

/**
 * Writes an expression as text that {@link parseExpression} reads back to the same meaning.
 *
 * @throws {@link EventHubError} `event_hub_expression` for a value the language cannot spell: one with a line
 * break, or with both kinds of quotes.
 */
export function printExpression(expression: Expression): string {
  if (expression.kind === "condition") {
    return `${expression.field}${expression.operator}${printValue(String(expression.value))}`;
  }
  if (expression.kind === "not") return `not ${printTerm(expression.term)}`;
  if (expression.terms.length === 0) throw unspeakable(`an empty "${expression.kind}"`);
  return expression.terms.map(printTerm).join(expression.kind === "all" ? " and " : " or ");
}

function printTerm(term: Expression): string {
  const text = printExpression(term);
  return term.kind === "all" || term.kind === "any" ? `(${text})` : text;
}

function printValue(value: string): string {
  if (plainValue.test(value)) return value;
  for (const quote of ['"', "'"]) {
    const text = `${quote}${value}${quote}`;
    quotedValue.lastIndex = 0;
    if (quotedValue.exec(text)?.[0] === text) return text;
  }
  throw unspeakable(JSON.stringify(value));
}

function unspeakable(what: string): EventHubError {
  return new EventHubError("event_hub_expression", {
    message: `Event expressions cannot spell ${what}. Compare something else, or check it in the handler.`,
  });
}
