import { wellKnown } from "../schema/well-known.js";
import { vfxSchema } from "./basics/project-schemas.js";
import { type StatusName, statusId } from "./basics/statuses.js";
import { type TaskTypeName, taskTypeId } from "./basics/types.js";
import { addUser, userId } from "./basics/users.js";
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
const statuses: readonly StatusName[] = ["notStarted", "inProgress", "pendingReview", "approved"];

/** Ids that are quick to make and sort as they were made. */
const idOf = (kind: number, index: number): string =>
  `be4c${String(kind).padStart(4, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`;

const pad = (index: number): string => String((index + 1) * 10).padStart(4, "0");

/** 100,000 tasks with an assignment each, in 10,000 shots of 10 projects. */
export function plantBench(seed: SeedWriter): void {
  const random = new Random(100_000);
  const usernames = Array.from({ length: users }, (_, index) => `artist${String(index).padStart(2, "0")}`);
  for (const username of usernames) addUser(seed, { username });
  const assignees = usernames.map(userId);
  const statusIds = statuses.map(statusId);
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
      const place = { ...common, project_id: projectId, status_id: statusIds[0] };
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
          seed.add("Task", {
            ...place,
            id,
            name: step,
            parent_id: shotId,
            type_id: taskTypeId(step),
            status_id: random.pick(statusIds),
            bid: random.integer(1, 20) * 3_600,
          });
          seed.add("Appointment", {
            id: idOf(5, tasks++),
            type: "assignment",
            context_id: id,
            resource_id: random.pick(assignees),
          });
        }
      }
    }
  }
}
