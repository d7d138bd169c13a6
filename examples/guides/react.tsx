/** @jsxRuntime automatic @jsxImportSource react */
import assert from "node:assert/strict";
import {
  SessionProvider,
  useCommit,
  useEntity,
  useLive,
  useMutation,
} from "@ftrack-kit/react";
import { dehydrate } from "@ftrack-kit/react/server";
import { Session } from "ftrack-kit";
import { renderToString } from "react-dom/server";

// #region live
export function Board() {
  const { rows, status } = useLive(
    "select name, status.name from Task order by name limit 20",
  );
  return (
    <ul data-status={status}>
      {rows.map((task) => (
        <li key={task.id}>
          {task.name}: {task.status.name}
        </li>
      ))}
    </ul>
  );
}
// #endregion live

// #region edit
export function ApproveButton({
  taskId,
  approvedId,
}: {
  taskId: string;
  approvedId: string;
}) {
  const { row } = useEntity("Task", taskId, "name, status_id");
  const { mutate, error } = useMutation((session, statusId: string) =>
    session.update("Task", taskId, { status_id: statusId }),
  ); // shows at once, is taken back when it is refused
  return (
    <button
      type="button"
      disabled={row?.status_id === approvedId}
      onClick={() => mutate(approvedId)}
    >
      Approve {row?.name} {error ? "(refused)" : ""}
    </button>
  );
}
// #endregion edit

// #region save
export function SaveButton() {
  const { unsaved, status, commit } = useCommit();
  return (
    <button
      type="button"
      disabled={unsaved === 0 || status === "saving"}
      onClick={commit}
    >
      Save {unsaved} changes
    </button>
  );
}
// #endregion save

export async function react(): Promise<void> {
  const session = await Session.open();
  const [task] = await session.query("select name from Task order by name limit 1");
  const approved = await session
    .query('select name from Status where name is "Approved"')
    .one();
  assert.ok(task);

  // #region server
  const initial = await dehydrate(session, [
    "select name, status.name from Task order by name limit 20",
  ]);
  const html = renderToString(
    <SessionProvider session={session} initial={initial}>
      <Board />
      <ApproveButton taskId={task.id} approvedId={approved.id} />
      <SaveButton />
    </SessionProvider>,
  );
  // #endregion server
  assert.ok(
    html.includes(task.name) && html.includes("Approve") && html.includes("Save"),
    html,
  );
  await session.close();
}
