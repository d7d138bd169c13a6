import { describe, expect, it } from "vitest";
import { parsePath } from "../../src/query/parse-path.js";
import { parseCriteria, parseQuery } from "../../src/query/parser.js";
import {
  type Criteria,
  isSubquery,
  type Path,
  type QueryTree,
  type Span,
  type Value,
} from "../../src/query/tree.js";
import { corpus } from "./support/corpus.js";
import { withoutPositions } from "./support/without-positions.js";

/** Checks of every node of a query that its place in the text reads as that very node. */
class PlaceChecker {
  readonly #text: string;
  count = 0;

  constructor(text: string) {
    this.#text = text;
  }

  query(tree: QueryTree): void {
    this.#reads(tree, parseQuery);
    expect(this.#at(tree.entityType)).toBe(tree.entityType.name);
    for (const projection of tree.projections) {
      this.#reads(projection, (text) => parseQuery(`select ${text} from Task`).projections[0]);
      this.#path(projection.kind === "path" ? projection : projection.path);
    }
    if (tree.where) this.#criteria(tree.where);
    for (const path of tree.groupBy) this.#path(path);
    for (const ordering of tree.orderBy) {
      this.#reads(ordering, (text) => parseQuery(`Task order by ${text}`).orderBy[0]);
      this.#path(ordering.path);
    }
  }

  #criteria(criteria: Criteria): void {
    this.#reads(criteria, parseCriteria);
    switch (criteria.kind) {
      case "and":
      case "or":
        for (const operand of criteria.operands) this.#criteria(operand);
        break;
      case "not":
        this.#criteria(criteria.operand);
        break;
      case "comparison":
        this.#path(criteria.path);
        this.#value(criteria.value);
        break;
      case "existence":
        this.#path(criteria.path);
        if (criteria.criteria) this.#criteria(criteria.criteria);
        break;
      case "in":
        this.#path(criteria.path);
        if (isSubquery(criteria.values)) this.query(criteria.values);
        else for (const value of criteria.values) this.#value(value);
    }
  }

  #path(path: Path): void {
    this.#reads(path, parsePath);
    for (const segment of path.segments) {
      this.#reads(segment, (text) => parsePath(text).segments[0]);
      if (segment.cast) expect(this.#at(segment.cast)).toBe(segment.cast.name);
    }
  }

  #value(value: Value): void {
    this.#reads(value, (text) => {
      const criteria = parseCriteria(`a is ${text}`);
      return criteria.kind === "comparison" && criteria.value;
    });
  }

  #reads(node: Span, read: (text: string) => unknown): void {
    this.count++;
    expect(withoutPositions(read(this.#at(node)))).toEqual(withoutPositions(node));
  }

  #at({ start, end }: Span): string {
    const text = this.#text.slice(start, end);
    expect(text).toBe(text.trim());
    return text;
  }
}

describe("places in the text", () => {
  it("read, each by itself, as the node that is there", () => {
    let count = 0;
    for (const text of corpus) {
      const checker = new PlaceChecker(text);
      checker.query(parseQuery(text));
      count += checker.count;
    }

    expect(count).toBeGreaterThan(500);
  });

  it("leave out what was joined to a direction", () => {
    const text = "Note order by date descoffset 0";

    const [ordering] = parseQuery(text).orderBy;

    expect(text.slice(ordering?.start, ordering?.end)).toBe("date desc");
  });
});
