import { TokenReader } from "./token-reader.js";
import type { Token } from "./tokenizer.js";
import type {
  AggregateFunction,
  Comparison,
  ComparisonOperator,
  Criteria,
  Existence,
  Logical,
  Membership,
  Ordering,
  Path,
  Projection,
  QueryTree,
  Value,
} from "./tree.js";

/** How the text of a query is read. */
export interface ParseOptions {
  /** How deep parentheses, `not`, `has`, `any` and sub-queries may nest. Defaults to 200. */
  readonly maxDepth?: number | undefined;
}

/** Words and symbols of comparisons, by what they mean (wire protocol 5.1). */
const comparisons: Readonly<Record<string, ComparisonOperator>> = {
  "=": "=",
  is: "=",
  "!=": "!=",
  is_not: "!=",
  ">": ">",
  after: ">",
  greater_than: ">",
  "<": "<",
  before: "<",
  less_than: "<",
  ">=": ">=",
  "<=": "<=",
  like: "like",
  not_like: "not_like",
};
const functions: ReadonlySet<string> = new Set(["count", "sum", "avg", "min", "max"]);
const direction = /^(asc|ascending|desc|descending)(offset|limit)?$/i;

/**
 * Reads a query expression.
 *
 * Keywords may be in any case, and blanks are needed only between words. The time taken grows linearly with the
 * length of the text (wire protocol 5.1 and 5.2).
 *
 * @throws {@link QueryError} `query_syntax`, with `details.offset`, `line`, `column` and an `excerpt` with a caret.
 * @example
 * const tree = parseQuery('select name from Task where status.name is "Done" limit 5');
 * tree.entityType.name; // "Task"
 */
export function parseQuery(text: string, options: ParseOptions = {}): QueryTree {
  const parser = new Parser(text, options);
  const tree = parser.query();
  parser.expectEnd();
  return tree;
}

/**
 * Reads the criteria of a query alone, as they follow `where`.
 *
 * @throws {@link QueryError} `query_syntax`.
 */
export function parseCriteria(text: string, options: ParseOptions = {}): Criteria {
  const parser = new Parser(text, options);
  const criteria = parser.criteria();
  parser.expectEnd();
  return criteria;
}

class Parser extends TokenReader {
  readonly #maxDepth: number;
  #depth = 0;

  constructor(text: string, options: ParseOptions) {
    super(text);
    this.#maxDepth = options.maxDepth ?? 200;
  }

  query(): QueryTree {
    const { start } = this.token;
    const projections: Projection[] = [];
    if (this.takeWord("select")) {
      do projections.push(this.#projection());
      while (this.takeSymbol(","));
      if (!this.takeWord("from")) this.failExpecting('a comma or "from"');
    }
    const entityType = this.name("an entity type");
    const where = this.takeWord("where") ? this.criteria() : undefined;
    const groupBy: Path[] = [];
    const orderBy: Ordering[] = [];
    const paging: { limit?: number; offset?: number } = {};
    for (;;) {
      const word = this.word;
      if (word === "group" || word === "order") this.#grouping(word, groupBy, orderBy);
      else if (word === "limit" || word === "offset") this.#paging(word, paging);
      else break;
    }
    return {
      kind: "query",
      projections,
      entityType,
      where,
      groupBy,
      orderBy,
      limit: paging.limit,
      offset: paging.offset,
      start,
      end: this.end,
    };
  }

  criteria(): Criteria {
    return this.#chain("or", () => this.#chain("and", () => this.#operand()));
  }

  /** Operands joined by one keyword; a single operand stands for itself. */
  #chain(keyword: Logical["kind"], operand: () => Criteria): Criteria {
    const { start } = this.token;
    const first = operand();
    if (this.word !== keyword) return first;
    const operands = [first];
    while (this.takeWord(keyword)) operands.push(operand());
    return { kind: keyword, operands, start, end: this.end };
  }

  #operand(): Criteria {
    const { start } = this.token;
    if (this.takeWord("not")) {
      const operand = this.#nested(() => this.#operand());
      return { kind: "not", operand, start, end: this.end };
    }
    if (this.takeSymbol("(")) {
      const criteria = this.#nested(() => this.criteria());
      this.#close();
      return criteria;
    }
    return this.#condition();
  }

  #condition(): Comparison | Membership | Existence {
    const path = this.path();
    const spelling = this.token.kind === "symbol" ? this.token.text : this.word;
    if (spelling === "in" || spelling === "not_in") {
      this.index++;
      const values = this.#members();
      return { kind: "in", path, negated: spelling === "not_in", values, ...this.since(path) };
    }
    if (spelling === "has" || spelling === "any") {
      this.index++;
      this.#open();
      const criteria = this.isSymbol(")") ? undefined : this.#nested(() => this.criteria());
      this.#close();
      return { kind: "existence", path, quantifier: spelling, criteria, ...this.since(path) };
    }
    const operator = Object.hasOwn(comparisons, spelling) ? comparisons[spelling] : undefined;
    if (operator === undefined) this.failExpecting("an operator");
    this.index++;
    const value = this.#value();
    return { kind: "comparison", path, operator, spelling, value, ...this.since(path) };
  }

  #members(): Membership["values"] {
    this.#open();
    if (this.takeSymbol(")")) return [];
    const next = this.tokens[this.index + 1] as Token;
    // A list of bare words may hold "select"; only a sub-query has a word right after its first.
    if (next.kind === "word") {
      const query = this.#nested(() => this.query());
      this.#close();
      return query;
    }
    const values: Value[] = [];
    do values.push(this.#value());
    while (this.takeSymbol(","));
    this.#close();
    return values;
  }

  #projection(): Projection {
    const { start, text } = this.token;
    const called = this.tokens[this.index + 1]?.text === "(";
    if (!called) return this.path();
    const name = text.toLowerCase();
    if (!functions.has(name)) this.failExpecting("count, sum, avg, min or max");
    this.index++;
    this.#open();
    const path = this.path();
    this.#close();
    return { kind: "aggregate", function: name as AggregateFunction, path, start, end: this.end };
  }

  #grouping(word: "group" | "order", groupBy: Path[], orderBy: Ordering[]): void {
    const given = word === "group" ? groupBy : orderBy;
    if (given.length > 0) this.fail(`"${word} by" is given twice`);
    this.index++;
    if (!this.takeWord("by")) this.failExpecting('"by"');
    do {
      if (word === "group") groupBy.push(this.path());
      else orderBy.push(this.#ordering());
    } while (this.takeSymbol(","));
  }

  #ordering(): Ordering {
    const path = this.path();
    const token = this.token;
    const found = token.kind === "word" ? direction.exec(token.text) : null;
    if (!found) return { kind: "ordering", path, descending: false, ...this.since(path) };
    const [, word = "", tail] = found;
    const end = token.start + word.length;
    // Clients that join strings send "descoffset 0": the rest of the word is the next keyword.
    if (tail === undefined) this.index++;
    else this.tokens[this.index] = { ...token, text: tail, source: tail, start: end };
    const descending = word.toLowerCase().startsWith("desc");
    return { kind: "ordering", path, descending, start: path.start, end };
  }

  #paging(word: "limit" | "offset", paging: { limit?: number; offset?: number }): void {
    if (paging[word] !== undefined) this.fail(`"${word}" is given twice`);
    this.index++;
    const { kind, text } = this.token;
    const value = Number(text);
    if (kind !== "word" || !/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
      this.failExpecting("a whole number");
    }
    this.index++;
    paging[word] = value;
  }

  #value(): Value {
    const { kind, text, source, start, end } = this.token;
    if (kind !== "word" && kind !== "string") this.failExpecting("a value");
    this.index++;
    return { kind: "value", text, source, quoted: kind === "string", start, end };
  }

  #nested<Result>(read: () => Result): Result {
    if (++this.#depth > this.#maxDepth) {
      this.fail(`The expression nests deeper than ${this.#maxDepth} levels`);
    }
    const result = read();
    this.#depth--;
    return result;
  }

  #open(): void {
    if (!this.takeSymbol("(")) this.failExpecting('"("');
  }

  #close(): void {
    if (!this.takeSymbol(")")) this.failExpecting('")"');
  }
}
