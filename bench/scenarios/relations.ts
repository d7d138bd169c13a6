import { openKit, openNpm, queryPlainly } from "../clients.js";
import type { Scenario } from "../contract.js";

const count = 500;
const bare = "select id, name from Task order by id";

const sumUp = (names: readonly (readonly (string | undefined)[])[]) => [names.length, names[0], names.at(-1)];

/** What an application does that did not know in advance what it would need. */
export const relationScenarios: readonly Scenario[] = [
  {
    name: "relations",
    title:
      "500 tasks at 20 ms latency: status, type and project read in a loop though the query did not ask for them",
    repeats: 3,
    once: ["@ftrack/api"],
    contenders: {
      floor: async (surroundings) => ({
        run: async () => {
          const expression = "select id, name, status.name, type.name, project.name from Task order by id";
          const tasks = (await queryPlainly(surroundings.delayedUrl, surroundings, expression, count)) as {
            [Name in "status" | "type" | "project"]: { name: string };
          }[];
          // Entities are written out once per answer (wire protocol 3.4).
          const named = new Map<unknown, string>();
          const nameOf = (entity: { id?: string; name?: string }) => {
            if (entity.name !== undefined) named.set(entity.id, entity.name);
            return named.get(entity.id);
          };
          const names = tasks.map(({ status, type, project }) => [status, type, project].map(nameOf));
          return { check: () => sumUp(names) };
        },
      }),
      "ftrack-kit": async (surroundings) => {
        let session = await openKit(surroundings.delayedUrl, surroundings);
        let tasks = await session.query(`${bare} limit ${count}`);
        return {
          before: async () => {
            await session.close();
            session = await openKit(surroundings.delayedUrl, surroundings);
            tasks = await session.query(`${bare} limit ${count}`);
          },
          run: async () => {
            const names: (string | undefined)[][] = [];
            for (const task of tasks) {
              const status = await task.$get("status.name");
              const type = await task.$get("type.name");
              const project = await task.$get("project.name");
              names.push([status, type, project] as string[]);
            }
            return { check: () => sumUp(names) };
          },
          close: () => session.close(),
        };
      },
      "@ftrack/api": async (surroundings) => {
        const session = await openNpm(surroundings.delayedUrl, surroundings);
        const { data: tasks } = await session.query(`${bare} limit ${count}`);
        return {
          run: async () => {
            const names: (string | undefined)[][] = [];
            for (const task of tasks as unknown as { id: string }[]) {
              const answer = await session.query(
                `select status.name, type.name, project.name from Task where id is "${task.id}"`,
              );
              const { status, type, project } = answer.data[0] as never;
              names.push([status, type, project].map(({ name }: { name: string }) => name));
            }
            return { check: () => sumUp(names) };
          },
        };
      },
    },
    targets: [
      { contender: "ftrack-kit", metric: "requests", phase: "repeated", atMost: 3 },
      { contender: "ftrack-kit", metric: "wall", phase: "repeated", atMost: 120 },
    ],
  },
];
