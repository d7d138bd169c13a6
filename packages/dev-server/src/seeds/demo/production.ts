import { wellKnown } from "../../schema/well-known.js";
import type { Row } from "../../store/row.js";
import { builtInConfigurations, customAttributeTypes } from "../basics/custom-attributes.js";
import { diskId } from "../basics/organisation.js";
import { vfxSchema } from "../basics/project-schemas.js";
import { statusId } from "../basics/statuses.js";
import { buildTypeId, taskTypeId } from "../basics/types.js";
import { userId } from "../basics/users.js";
import type { WorkStatus } from "../history.js";
import { addTaskHistory, addUnitHistory, type Worked } from "./histories.js";
import { artists, buildSteps, type ProjectPlan, type Step, shotSteps, shotsPerSequence } from "./plan.js";
import { demoId, membersOf, type Studio } from "./studio.js";

/** A shot or build with its tasks, in the order of work. */
export interface Unit {
  readonly row: Row;
  readonly tasks: readonly Row[];
  /** How many of the tasks are approved. */
  readonly finished: number;
}

export interface Production {
  readonly project: Row;
  readonly shots: readonly Unit[];
  readonly builds: readonly Unit[];
}

const producer = userId((artists[0] as (typeof artists)[number]).username);

/** One project: its sequences, shots, builds, milestones and tasks. */
export function addProduction(studio: Studio, plan: ProjectPlan): Production {
  const { seed } = studio;
  const id = demoId(plan.name);
  const project = seed.add("Project", {
    id,
    name: plan.name,
    full_name: plan.fullName,
    color: plan.color,
    root: plan.name,
    status: "active",
    context_type: "show",
    project_id: id,
    disk_id: diskId,
    project_schema_id: vfxSchema.id,
    start_date: seed.date(-60),
    end_date: seed.date(90),
    created_at: seed.day(-62),
    created_by_id: producer,
  });
  setCustom(studio, "d25219d6-acb5-11e1-8668-f23c91df1211", "fps", project, plan.rate);
  addMilestones(studio, project);
  return { project, shots: addSequences(studio, project, plan), builds: addBuilds(studio, project, plan) };
}

type Data = Readonly<Record<string, unknown>>;

function addContext({ seed }: Studio, type: string, parent: Row, data: Data): Row {
  return seed.add(type, {
    context_type: "task",
    parent_id: parent.id,
    project_id: parent.project_id,
    bid: 0,
    sort: 0,
    description: "",
    type_id: taskTypeId("production"),
    status_id: statusId("notStarted"),
    created_at: seed.day(-58),
    created_by_id: producer,
    ...data,
  });
}

function addMilestones(studio: Studio, project: Row): void {
  const plans = [
    ["Animatic locked", -20, "completed"],
    ["Picture locked", 60, "notStarted"],
  ] as const;
  for (const [name, day, status] of plans) {
    addContext(studio, "Milestone", project, {
      id: demoId(String(project.name), "milestone", name),
      name,
      end_date: studio.seed.date(day),
      status_id: statusId(status),
      type_id: taskTypeId("deliverable"),
    });
  }
}

function addSequences(studio: Studio, project: Row, plan: ProjectPlan): Unit[] {
  return plan.sequences.flatMap(([name, story], index) => {
    const sequence = addContext(studio, "Sequence", project, {
      id: demoId(plan.name, name),
      name,
      description: story,
      sort: index,
    });
    return Array.from({ length: shotsPerSequence }, (_, number) =>
      addShot(studio, sequence, plan, index, number),
    );
  });
}

function addShot(studio: Studio, sequence: Row, plan: ProjectPlan, order: number, number: number): Unit {
  const { random } = studio;
  // Work goes through a film from its beginning, not quite in step.
  const finished = Math.max(0, Math.min(shotSteps.length, 4 - order + random.integer(-1, 1)));
  const name = `${String(sequence.name)}_${String((number + 1) * 10).padStart(4, "0")}`;
  const status = finished === shotSteps.length ? "approved" : finished > 0 ? "inProgress" : "notStarted";
  const shot = addContext(studio, "Shot", sequence, {
    id: demoId(plan.name, name),
    name,
    sort: number,
    description: random.pick([
      "Wide, slow push in.",
      "Close on the hands.",
      "Over the shoulder.",
      "Locked off.",
      "",
    ]),
    status_id: statusId(status),
    priority_id: random.pick([
      wellKnown.priorities.none,
      wellKnown.priorities.medium,
      wellKnown.priorities.high,
    ]),
  });
  const length = random.integer(36, 160);
  setCustom(studio, builtInConfigurations.frameStart, "fstart", shot, 1001);
  setCustom(studio, builtInConfigurations.frameEnd, "fend", shot, 1000 + length);
  setCustom(studio, builtInConfigurations.handles, "handles", shot, 8);
  setCustom(studio, difficultyId, "difficulty", shot, [random.pick(["easy", "medium", "hard"])]);
  const { tasks, worked } = addTasks(studio, shot, shotSteps, finished, -40 + order * 16);
  addUnitHistory(studio, shot, status, worked);
  return { row: shot, finished, tasks };
}

function addBuilds(studio: Studio, project: Row, plan: ProjectPlan): Unit[] {
  const folder = addContext(studio, "Folder", project, { id: demoId(plan.name, "assets"), name: "assets" });
  return plan.builds.map(({ name, type }, index) => {
    const finished = Math.min(buildSteps.length, studio.random.integer(1, 4));
    const status = finished === buildSteps.length ? "approved" : "inProgress";
    const build = addContext(studio, "AssetBuild", folder, {
      id: demoId(plan.name, "assets", name),
      name,
      sort: index,
      type_id: buildTypeId(type),
      status_id: statusId(status),
    });
    const { tasks, worked } = addTasks(studio, build, buildSteps, finished, -55 + index);
    addUnitHistory(studio, build, status, worked);
    return { row: build, finished, tasks };
  });
}

function addTasks(
  studio: Studio,
  parent: Row,
  steps: readonly Step[],
  finished: number,
  begin: number,
): { readonly tasks: readonly Row[]; readonly worked: readonly Worked[] } {
  const { seed, random } = studio;
  const tasks: Row[] = [];
  const worked: Worked[] = [];
  let day = begin;
  for (const [index, step] of steps.entries()) {
    const length = Math.ceil(step.hours / 8) + random.integer(0, 2);
    const open: readonly WorkStatus[] = ["inProgress", "inProgress", "pendingReview", "revise", "onHold"];
    const status =
      index < finished ? "approved" : index === finished && begin < 8 ? random.pick(open) : "notStarted";
    const task = addContext(studio, "Task", parent, {
      id: demoId(String(parent.id), step.type),
      name: step.type,
      sort: index,
      bid: step.hours * 3_600,
      type_id: taskTypeId(step.type),
      status_id: statusId(status),
      start_date: seed.date(day),
      end_date: seed.date(day + length),
      priority_id: parent.priority_id ?? wellKnown.priorities.none,
    });
    const resource = random.pick(membersOf(step.group));
    seed.add("Appointment", {
      id: demoId("assignment", String(task.id)),
      type: "assignment",
      context_id: task.id,
      resource_id: resource,
    });
    const previous = tasks.at(-1);
    if (previous) {
      seed.add("TypedContextLink", {
        id: demoId("dependency", String(task.id)),
        from_id: previous.id,
        to_id: task.id,
      });
    }
    if (status !== "notStarted") {
      addTimelogs(studio, task, resource, index < finished ? 1 : 0.5);
      const plan = { start: day, end: day + length };
      worked.push(addTaskHistory(studio, task, status, plan, resource));
    }
    day += length;
    tasks.push(task);
  }
  return { tasks, worked };
}

/** Days of work on a task, most of what was planned for it. */
function addTimelogs({ seed, random }: Studio, task: Row, user: string, part: number): void {
  const days = Math.max(1, Math.round((Number(task.bid) / 28_800) * part));
  for (let index = 0; index < Math.min(days, 3); index++) {
    seed.add("Timelog", {
      id: demoId("timelog", String(task.id), index),
      user_id: user,
      context_id: task.id,
      comment: random.pick(["", "First pass", "Notes addressed", "Cleanup"]),
      start: seed.day(-20 + index + random.integer(-6, 6)),
      duration: random.integer(2, 8) * 3_600,
    });
  }
}

const difficultyId = demoId("custom-attribute", "difficulty");

/** A custom attribute of the demo's own: how hard a shot is. */
export function addDifficulty({ seed }: Studio): void {
  const data = JSON.stringify(["easy", "medium", "hard"].map((value) => ({ menu: value, value })));
  seed.add("CustomAttributeConfiguration", {
    id: difficultyId,
    key: "difficulty",
    label: "Difficulty",
    config: JSON.stringify({ multiSelect: false, data }),
    default: null,
    entity_type: "task",
    object_type_id: wellKnown.objectTypes.shot,
    type_id: customAttributeTypes.enumerator,
    sort: 20,
  });
}

function setCustom({ seed }: Studio, configuration: string, key: string, owner: Row, value: unknown): void {
  seed.add("ContextCustomAttributeValue", {
    configuration_id: configuration,
    entity_id: owner.id,
    key,
    value,
  });
}
