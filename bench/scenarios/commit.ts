import { callPlainly, openKit, openNpm } from "../clients.js";
import type { Scenario } from "../contract.js";

const count = 1_000;
const parentId = "be4c0003-0000-4000-8000-000000000007";
const projectId = "be4c0001-0000-4000-8000-000000000000";

/** Ids of a contender's own: the embedded server sees each of them once. */
const idOf = (kind: string, index: number) =>
  `be4cff${kind}-0000-4000-8000-${String(index).padStart(12, "0")}`;
const dataOf = (kind: string, index: number) => ({
  id: idOf(kind, index),
  name: `task ${kind} ${index}`,
  parent_id: parentId,
  project_id: projectId,
});

const sumUp = (tasks: readonly { bid?: unknown; description?: unknown }[]) => [
  tasks.length,
  tasks[0]?.description,
  tasks.at(-1)?.bid,
];

export const commitScenarios: readonly Scenario[] = [
  {
    name: "commit",
    title: "1,000 tasks created, each changed twice before it is committed",
    unit: { name: "task", count },
    warmUps: 8,
    repeats: 9,
    once: ["@ftrack/api"],
    contenders: {
      floor: async (surroundings) => ({
        run: async () => {
          const operations = Array.from({ length: count }, (_, index) => ({
            action: "create",
            entity_type: "Task",
            entity_data: {
              __entity_type__: "Task",
              ...dataOf("00", index),
              description: "as planned",
              bid: index,
            },
          }));
          const answers = await callPlainly(surroundings.replayUrl, surroundings, operations);
          const tasks = answers.map((answer) => (answer as { data: { bid: number } }).data);
          return { kept: tasks, check: () => sumUp(tasks) };
        },
      }),
      "ftrack-kit": async (surroundings) => {
        let session = await openKit(surroundings.replayUrl, surroundings);
        return {
          before: async () => {
            await session.close();
            session = await openKit(surroundings.replayUrl, surroundings);
          },
          run: async () => {
            const tasks = Array.from({ length: count }, (_, index) =>
              session.create("Task", dataOf("01", index)),
            );
            for (const [index, task] of tasks.entries()) {
              task.description = "as planned";
              task.bid = index;
            }
            await session.commit();
            return { kept: tasks, check: () => sumUp(tasks) };
          },
          close: () => session.close(),
        };
      },
      "@ftrack/api": async (surroundings) => {
        const session = await openNpm(surroundings.replayUrl, surroundings);
        return {
          run: async () => {
            const each = Array.from({ length: count }, (_, index) => index);
            await Promise.all(each.map((index) => session.create("Task", dataOf("02", index))));
            const changed = await Promise.all(
              each.map((index) =>
                session.update("Task", [idOf("02", index)], { description: "as planned", bid: index }),
              ),
            );
            const tasks = changed.map(({ data }) => data);
            return { kept: tasks, check: () => sumUp(tasks) };
          },
        };
      },
    },
    targets: [
      { contender: "ftrack-kit", metric: "requests", phase: "repeated", atMost: 1 },
      { contender: "ftrack-kit", metric: "cpu", phase: "repeated", atMost: 2, relativeTo: "floor" },
    ],
  },
];
