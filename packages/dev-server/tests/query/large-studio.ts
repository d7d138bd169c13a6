import { wellKnown } from "../../src/schema/well-known.js";
import { emptyStudio, type Studio, statuses } from "./small-studio.js";

const { task, shot } = wellKnown.objectTypes;
const names = ["Animation", "Lighting", "Compositing", "Layout", "FX"];
const statusIds = Object.values(statuses);

/** Twenty projects with 250 shots each, 20 tasks per shot (100,000 in all), 200 users and an assignment per task. */
export function largeStudio(): Studio {
  const studio = emptyStudio();
  const { workspace } = studio;
  workspace.store.transact(() => {
    for (let user = 0; user < 200; user++)
      studio.add("User", { id: `user${user}`, username: `user${user}`, is_active: true });
    for (let project = 0; project < 20; project++) {
      const id = `project${project}`;
      studio.add("Project", { id, name: id, full_name: id, status: "active", context_type: "show" });
    }
    let number = 0;
    for (let index = 0; index < 5_000; index++) {
      const project_id = `project${index % 20}`;
      const context = { project_id, context_type: "task", description: "", sort: 0 };
      const id = `shot${index}`;
      studio.add("Shot", { ...context, id, name: `SH${index}`, parent_id: project_id, object_type_id: shot });
      for (let position = 0; position < 20; position++, number++) {
        const name = names[number % names.length];
        const status_id = statusIds[number % statusIds.length];
        const taskId = `task${(number * 7919) % 100_000}`.padEnd(12, "x");
        studio.add("Task", {
          ...context,
          id: taskId,
          name,
          status_id,
          bid: number % 400,
          parent_id: id,
          object_type_id: task,
        });
        const resource_id = `user${(Math.imul(number, 2_654_435_761) >>> 8) % 200}`;
        studio.add("Appointment", {
          id: `assignment${number}`,
          type: "assignment",
          context_id: taskId,
          resource_id,
        });
      }
    }
  });
  return studio;
}
