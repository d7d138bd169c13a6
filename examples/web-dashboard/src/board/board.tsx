import { ql } from "@ftrack-kit/browser";
import { useCallback, useEffect } from "react";
import { useSay } from "../notice.js";
import { countsOfProject, type Status, useLive, useMutation } from "../studio.js";
import type { Move } from "./card.js";
import { Column, columnId } from "./column.js";

/** One column per status, one card per task; moving a card changes the status of its task. */
export function Board({
  project,
  statuses,
}: {
  readonly project: string;
  readonly statuses: readonly Status[];
}) {
  const { rows } = useLive(ql.bind(countsOfProject, { project }));
  const counts = new Map(rows.map(({ status_id, count_id }) => [status_id, count_id]));
  const say = useSay();
  const { mutate, error } = useMutation((session, id: string, status_id: string) =>
    session.update("Task", id, { status_id }),
  );
  const move = useCallback(
    ({ id, name, from }: Move, to: Status) => {
      if (from === to.id) return;
      say(`${name} moved to ${to.name}.`);
      document.getElementById(columnId(to.id))?.focus({ preventScroll: true });
      void mutate(id, to.id);
    },
    [mutate, say],
  );
  useEffect(() => {
    if (error) say(`Not saved: ${error instanceof Error ? error.message : String(error)}`, "problem");
  }, [error, say]);

  return (
    <>
      <h2 className="unseen">Board</h2>
      <div className="board">
        {statuses.map((status) => (
          <Column
            key={status.id}
            project={project}
            status={status}
            statuses={statuses}
            count={counts.get(status.id)}
            onMove={move}
          />
        ))}
      </div>
    </>
  );
}
