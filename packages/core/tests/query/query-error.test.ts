import { describe, expect, it } from "vitest";
import { createQueryError } from "../../src/query/query-error.js";

const placeOf = (text: string, offset: number, end?: number) =>
  createQueryError("query_syntax", "Wrong", { text, offset, end }).details;

describe("the place of an error", () => {
  it("is a line and a column, counted from one", () => {
    const text = "Task\nwhere\n  name";

    const places = [0, 3, 5, 9, 13, 16].map((offset) => placeOf(text, offset));

    expect(places.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, 4],
      [2, 1],
      [2, 5],
      [3, 3],
      [3, 6],
    ]);
  });

  it("may be a line break, which belongs to the line it ends", () => {
    expect(placeOf("Task\nwhere", 4)).toMatchObject({ line: 1, column: 5, excerpt: "Task\n    ^" });
  });

  it("is marked from start to end, as far as its line goes", () => {
    expect(placeOf("select nam from Task", 7, 10).excerpt).toBe("select nam from Task\n       ^^^");
    expect(placeOf("a is 'x\ny'", 5, 10).excerpt).toBe("a is 'x\n     ^^");
    expect(placeOf("a is", 4, 4).excerpt).toBe("a is\n    ^");
  });

  it("is the end where the offset is beyond it", () => {
    expect(placeOf("Task", 99)).toMatchObject({ offset: 4, line: 1, column: 5, excerpt: "Task\n    ^" });
  });

  it("shows blanks of any kind as one character each, so that the caret stands right", () => {
    expect(placeOf("Task\twhere\u00a0x", 11).excerpt).toBe("Task where x\n           ^");
  });

  it("is shown with fifty characters before and after it on a long line", () => {
    const line = Array.from({ length: 300 }, (_, index) => String(index % 10)).join("");
    const text = `first\n${line}\nlast`;

    const inside = placeOf(text, 6 + 123, 6 + 130);
    const near = placeOf(text, 6 + 20);
    const last = placeOf(text, 6 + 299);

    expect(inside.excerpt).toBe(`${line.slice(73, 173)}\n${" ".repeat(50)}^^^^^^^`);
    expect(near.excerpt).toBe(`${line.slice(0, 100)}\n${" ".repeat(20)}^`);
    expect(last.excerpt).toBe(`${line.slice(249)}\n${" ".repeat(50)}^`);
  });

  it("is told besides what else is known", () => {
    const error = createQueryError("query_unknown_type", "No type", { text: "Tsk", offset: 0 }, { a: 1 });

    expect(error.message).toBe("No type\n\nTsk\n^");
    expect(error.details).toEqual({ a: 1, offset: 0, line: 1, column: 1, excerpt: "Tsk\n^" });
  });
});
