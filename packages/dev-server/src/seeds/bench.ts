import { wellKnown } from "../schema/well-known.js";
import { vfxSchema } from "./basics/project-schemas.js";
import { statusId } from "./basics/statuses.js";
import { type TaskTypeName, taskTypeId } from "./basics/types.js";
import { addUser, userId } from "./basics/users.js";
import { addStatusHistory } from "./history.js";
import { Random } from "./random.js";
import type { SeedWriter } from "./seed-writer.js";

const projects = 10;
const sequencesPerProject = 20;
const shotsPerSequence = 50;
const users = 50;

const steps: readonly TaskTypeName[] = [
  "layout",
  "animation",
  "effects",
  "lighting",
  "lookdev",
  "tracking",
  "rotoscoping",
  "compositing",
  "rendering",
  "conform",
];
const statuses = ["notStarted", "inProgress", "pendingReview", "approved"] as const;
/** First day that a task of a status may have begun, and the last, from when the seed is planted. */
const begins = {
  notStarted: [1, 60],
  inProgress: [-12, -2],
  pendingReview: [-15, -4],
  approved: [-60, -16],
} as const;

/** Ids that are quick to make and sort as they were made. */
const idOf = (kind: number, index: number): string =>
  `be4c${String(kind).padStart(4, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`;

const pad = (index: number): string => String((index + 1) * 10).padStart(4, "0");

/** 100,000 tasks with dates, an assignment and the last change of their status, in 10,000 shots of 10 projects. */
export function plantBench(seed: SeedWriter): void {
  const random = new Random(100_000);
  const history = new Random(100_001);
  const dates = new Map(Array.from({ length: 161 }, (_, index) => [index - 70, seed.date(index - 70)]));
  const usernames = Array.from({ length: users }, (_, index) => `artist${String(index).padStart(2, "0")}`);
  for (const username of usernames) addUser(seed, { username });
  const assignees = usernames.map(userId);
  const common = {
    context_type: "task",
    bid: 0,
    sort: 0,
    description: "",
    priority_id: wellKnown.priorities.none,
    created_at: seed.day(-30),
    created_by_id: assignees[0],
  };
  let shots = 0;
  let tasks = 0;
  for (let project = 0; project < projects; project++) {
    const projectId = idOf(1, project);
    seed.add("Project", {
      id: projectId,
      name: `bench${String(project).padStart(2, "0")}`,
      full_name: `Benchmark ${project}`,
      context_type: "show",
      status: "active",
      project_id: projectId,
      project_schema_id: vfxSchema.id,
    });
    for (let sequence = 0; sequence < sequencesPerProject; sequence++) {
      const sequenceId = idOf(2, project * sequencesPerProject + sequence);
      const place = { ...common, project_id: projectId, status_id: statusId(statuses[0]) };
      const type_id = taskTypeId("production");
      seed.add("Sequence", {
        ...place,
        type_id,
        id: sequenceId,
        name: `sq${pad(sequence)}`,
        parent_id: projectId,
      });
      for (let shot = 0; shot < shotsPerSequence; shot++) {
        const shotId = idOf(3, shots++);
        seed.add("Shot", { ...place, type_id, id: shotId, name: `sh${pad(shot)}`, parent_id: sequenceId });
        for (const step of steps) {
          const id = idOf(4, tasks);
          const status = random.pick(statuses);
          const [first, last] = begins[status];
          const start = history.integer(first, last);
          const length = history.integer(2, 12);
          const row = seed.add("Task", {
            ...place,
            id,
            name: step,
            parent_id: shotId,
            type_id: taskTypeId(step),
            status_id: statusId(status),
            start_date: dates.get(start),
            end_date: dates.get(start + length),
            bid: random.integer(1, 20) * 3_600,
          });
          const artist = random.pick(assignees);
          seed.add("Appointment", {
            id: idOf(5, tasks),
            type: "assignment",
            context_id: id,
            resource_id: artist,
          });
          addStatusHistory(seed, {
            row,
            status,
            from: start,
            to: Math.min(start + length * history.next(), -history.next()),
            artist,
            supervisor: assignees[0],
            id: () => idOf(6, tasks),
            last: 1,
          });
          tasks++;
        }
      }
    }
  }
}
