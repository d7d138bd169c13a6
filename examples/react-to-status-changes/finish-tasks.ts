import { defineAction, ql, type Session } from "ftrack-kit";
import * as z from "zod/mini";

/** An action of the web client: sets the status of all tasks of the selected shots. */
export const finishTasks = (session: Session) =>
  defineAction({
    id: "studio.finish-tasks",
    label: "Finish tasks",
    when: ({ selection }) =>
      selection.length > 0 && selection.every(({ entityType }) => entityType === "task"),
    form: z.object({
      status: z.enum(["Approved", "Omitted"], "choose Approved or Omitted"),
      note: z.optional(z.string()),
    }),
    fields: { note: { label: "Note to the artists", type: "textarea" } },
    job: "Finishing tasks",
    run: async ({ selection, values, progress }) => {
      const status = await session.query(ql`select name from Status where name is ${values.status}`).one();
      const ids = selection.map(({ entityId }) => entityId);
      const tasks = await session.query(ql`select name from Task where parent.id in ${ids}`);
      for (const task of tasks) {
        task.status = status;
        if (values.note) task.description = values.note;
      }
      progress(`${tasks.length} tasks are changed, about to be sent`);
      await session.commit();
      return `${tasks.length} tasks are ${values.status.toLowerCase()}.`;
    },
  });
