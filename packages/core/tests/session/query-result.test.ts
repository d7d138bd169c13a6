import { parseQuery } from "@ftrack-kit/core";
import { settlePromises } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import type { QueryTree } from "../../src/query/tree.js";
import type { QueryPage } from "../../src/session/page-stream.js";
import { type QueryOptions, QueryResult, type QuerySource } from "../../src/session/query-result.js";

interface Seen {
  readonly offset: number | undefined;
  readonly limit: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A result over so many numbered rows, and the pages it asked for. */
function createResult(
  total: number,
  text = "Task",
  options: QueryOptions = {},
  delay: () => Promise<void> = async () => undefined,
) {
  const seen: Seen[] = [];
  const fetchPage = async <Row>(
    query: QueryTree,
    signal: AbortSignal | undefined,
  ): Promise<QueryPage<Row>> => {
    seen.push({ offset: query.offset, limit: query.limit, signal });
    await delay();
    const start = query.offset ?? 0;
    const end = Math.min(total, start + (query.limit ?? total));
    const rows = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
    return { rows: rows as Row[], next: end < total ? end : null };
  };
  const source: QuerySource = {
    prepare: async () => ({ tree: parseQuery(text), grouped: text.includes("group by") }),
    plan: async (query) => ({ queries: [query] }),
    fetchPage,
    fetchPlainPage: async (query, signal) => {
      const { rows, next } = await fetchPage<number>(query, signal);
      return { rows: rows.map((row) => `plain ${row}`) as never[], next };
    },
    count: async () => total,
  };
  const result = new QueryResult<number, string>(source, { signal: options.signal, pageSize: 3 });
  return { source, result, seen, pages: () => seen.map(({ offset, limit }) => [offset, limit]) };
}

describe("QueryResult", () => {
  it.each([0, -1, 1.5, Number.NaN, "10" as unknown as number])("refuses pages of %s rows", (pageSize) => {
    const { source } = createResult(5);

    expect(() => new QueryResult(source, { pageSize })).toThrow(
      expect.objectContaining({ code: "options_invalid", details: { option: "pageSize" } }),
    );
  });

  it("asks for nothing before it is used", async () => {
    const { seen } = createResult(5);

    await settlePromises();

    expect(seen).toEqual([]);
  });

  it("gives every row of every page when it is awaited, and the same ones again", async () => {
    const { result, pages } = createResult(7);

    const rows = await result;

    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await result).toBe(rows);
    expect(pages()).toEqual([
      [0, 3],
      [3, 3],
      [6, 3],
    ]);
  });

  it("needs no further request when the last page is full", async () => {
    const { result, seen } = createResult(6);

    await result;

    expect(seen).toHaveLength(2);
  });

  it("fetches the next page while the loop works on this one, and only the next", async () => {
    const { result, seen } = createResult(9);

    for await (const page of result.pages()) {
      await settlePromises();
      expect([page[0], seen.length]).toEqual([page[0], Math.min(3, (page[0] as number) / 3 + 2)]);
    }
  });

  it("stops the page on its way when the loop ends early", async () => {
    const { result, seen } = createResult(9);

    for await (const _ of result) break;

    expect(seen.at(-1)?.signal?.aborted).toBe(true);
    await settlePromises();
    expect(seen).toHaveLength(2);
  });

  it("takes exactly as many rows as the limit says, whatever the page size", async () => {
    const { result, pages } = createResult(100, "Task offset 2 limit 4");

    expect(await result).toEqual([2, 3, 4, 5]);
    expect(pages()).toEqual([
      [2, 3],
      [5, 1],
    ]);
  });

  it("asks for nothing when the limit is zero", async () => {
    const { result, seen } = createResult(5, "Task limit 0");

    expect(await result).toEqual([]);
    expect(await result.first()).toBeNull();
    expect(seen).toEqual([]);
  });

  it("does not ask for ever when the server never moves on", async () => {
    const source: QuerySource = {
      prepare: async () => ({ tree: parseQuery("Task"), grouped: false }),
      plan: async (query) => ({ queries: [query] }),
      fetchPage: async <Row>() => ({ rows: [1] as Row[], next: 0 }),
      fetchPlainPage: async () => ({ rows: [], next: null }),
      count: async () => 0,
    };

    expect(await new QueryResult(source, { pageSize: 1 })).toEqual([1]);
  });

  it("says so when there are more rows than expected instead of cutting them off", async () => {
    const { result } = createResult(5);

    await expect(result.all({ max: 4 })).rejects.toMatchObject({
      code: "query_truncated",
      details: { max: 4 },
    });
    expect(await result.all({ max: 5 })).toHaveLength(5);
  });

  it("asks for one row only to get the first", async () => {
    const { result, pages } = createResult(5, "Task offset 2");

    expect(await result.first()).toBe(2);
    expect(pages()).toEqual([[2, 1]]);
  });

  it("asks for two rows to know whether there is only one", async () => {
    const [none, single, several] = [createResult(0), createResult(1), createResult(5)];

    await expect(none.result.one()).rejects.toMatchObject({
      code: "query_no_result",
      name: "NoResultFoundError",
    });
    expect(await none.result.maybeOne()).toBeNull();
    expect(await single.result.one()).toBe(0);
    await expect(several.result.one()).rejects.toMatchObject({
      code: "query_multiple_results",
      name: "MultipleResultsFoundError",
    });
    expect(several.pages()).toEqual([[0, 2]]);
  });

  it.each(["Task limit 1", "Task offset 1"])(
    "refuses one() for %s, which would hide further rows",
    async (text) => {
      const { result, seen } = createResult(5, text);

      await expect(result.one()).rejects.toMatchObject({ code: "query_value" });
      expect(seen).toEqual([]);
    },
  );

  it("gives plain rows by the same paging", async () => {
    const { result } = createResult(4);

    expect(await result.plain()).toEqual(["plain 0", "plain 1", "plain 2", "plain 3"]);
    expect(await result.plain().first()).toBe("plain 0");
  });

  it("takes the rows of a group by as they come, in one request", async () => {
    const { result, pages } = createResult(5, "select count(id) from Task group by status_id");

    expect(await result).toHaveLength(5);
    expect(await result.count()).toBe(5);
    expect(pages()[0]).toEqual([undefined, undefined]);
  });

  it("rejects with the signal's own reason, before and between pages", async () => {
    const reason = { why: "navigated away" };
    const controller = new AbortController();
    const before = createResult(5, "Task", { signal: AbortSignal.abort(reason) });
    const between = createResult(9, "Task", { signal: controller.signal }, async () => {
      controller.signal.throwIfAborted();
    });

    const loop = (async () => {
      for await (const _ of between.result.pages()) controller.abort(reason);
    })();

    await expect(before.result.first()).rejects.toBe(reason);
    await expect(Promise.resolve(before.result)).rejects.toBe(reason);
    await expect(loop).rejects.toBe(reason);
  });
});
