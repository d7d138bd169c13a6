/** A storm of edits on the tasks of one shot sequence: so many requests, each of which changes so many tasks. */
export const storm = { requests: 200, edits: 10, tasks: 500 } as const;

export const taskId = (index: number): string => `be4c0004-0000-4000-8000-${String(index).padStart(12, "0")}`;

/** Description of a task after the whole storm of a round. */
export const lastDescription = (round: number): string => `storm ${round}, done`;

/** Operations of one request of a storm; the last requests touch every task for the last time. */
export function editsOf(round: number, request: number): object[] {
  return Array.from({ length: storm.edits }, (_, offset) => {
    const index = (request * storm.edits + offset) % storm.tasks;
    const isLast = (request + 1) * storm.edits > storm.requests * storm.edits - storm.tasks;
    const description = isLast ? lastDescription(round) : `storm ${round}, edit ${request}`;
    return {
      action: "update",
      entity_type: "Task",
      entity_key: [taskId(index)],
      entity_data: { __entity_type__: "Task", description },
    };
  });
}
