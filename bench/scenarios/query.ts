import { openKit, openNpm, queryPlainly } from "../clients.js";
import type { Scenario } from "../contract.js";

const expression: string =
  "select name, bid, end_date, status.name, type.name, project.name, assignments.resource.username from Task";

/** The same digest of entities, plain rows, and rows as they came. */
function digest(rows: readonly unknown[]) {
  const first = rows[0] as { name: string; bid: number; status: { name: string } };
  const all = rows as readonly { name: string; bid: number }[];
  const bids = all.reduce((sum, { bid }) => sum + bid, 0);
  return [rows.length, bids, first.name, first.status.name];
}

function queryScenario(count: number): Scenario {
  const text = `${count / 1_000}k`;
  const whole = `${expression} limit ${count}`;
  return {
    name: `query-${text}`,
    title: `Query of ${count.toLocaleString("en")} tasks with status, type, project and assignees, in pages of 500`,
    unit: { name: "task", count },
    processes: count > 10_000 ? 1 : 3,
    warmUps: count > 10_000 ? 1 : 5,
    repeats: count > 10_000 ? 3 : 9,
    slow: count > 10_000,
    contenders: {
      floor: async (surroundings) => ({
        run: async () => {
          const rows = await queryPlainly(surroundings.replayUrl, surroundings, expression, count);
          return { kept: rows, check: () => digest(rows) };
        },
      }),
      "ftrack-kit": async (surroundings) => {
        const session = await openKit(surroundings.replayUrl, surroundings);
        return {
          run: async () => {
            const rows = await session.query(whole).all();
            return { kept: rows, check: () => digest(rows) };
          },
          close: () => session.close(),
        };
      },
      "ftrack-kit, known already": async (surroundings) => {
        const session = await openKit(surroundings.replayUrl, surroundings);
        let known: unknown;
        return {
          run: async () => {
            const rows = await session.query(whole).all();
            known = rows;
            return { kept: known, check: () => digest(rows) };
          },
          close: () => session.close(),
        };
      },
      "ftrack-kit, plain": async (surroundings) => {
        const session = await openKit(surroundings.replayUrl, surroundings);
        return {
          run: async () => {
            const rows = await session.query(whole).plain().all();
            return { kept: rows, check: () => digest(rows) };
          },
          close: () => session.close(),
        };
      },
      "@ftrack/api": async (surroundings) => {
        const session = await openNpm(surroundings.replayUrl, surroundings);
        return {
          run: async () => {
            const rows: unknown[] = [];
            for (let offset: number | null = 0; offset !== null && rows.length < count; ) {
              const page: { data: unknown[]; metadata: { next: { offset: number | null } } } =
                await session.query(
                  `${expression} offset ${offset} limit ${Math.min(500, count - rows.length)}`,
                );
              for (const row of page.data) rows.push(row);
              offset = page.metadata.next.offset;
            }
            return { kept: rows, check: () => digest(rows) };
          },
        };
      },
    },
    targets: [
      { contender: "ftrack-kit", metric: "cpu", phase: "repeated", atMost: 1.4, relativeTo: "floor" },
      { contender: "ftrack-kit, plain", metric: "cpu", phase: "repeated", atMost: 1.15, relativeTo: "floor" },
      { contender: "ftrack-kit", metric: "peak", phase: "first", atMost: 1.5, relativeTo: "floor" },
    ],
  };
}

export const queryScenarios: readonly Scenario[] = [queryScenario(10_000), queryScenario(100_000)];
