import { ql } from "@ftrack-kit/browser";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type DragEvent, useRef, useState } from "react";
import { type Status, tasksOfColumn, useLive } from "../studio.js";
import { useKept } from "../use-kept.js";
import { Card, type Move } from "./card.js";

/** Tasks to begin with; scrolling to the end asks for four times as many. */
const firstTasks = 50;
const cardHeight = 94;
/** Cards rendered before their column is measured, as on a server. */
const firstCards = { width: 300, height: 800 };

export const columnId = (status: string): string => `column-${status}`;

interface ColumnProps {
  readonly project: string;
  readonly status: Status;
  readonly statuses: readonly Status[];
  /** Tasks there are; `undefined` where there are none. */
  readonly count: number | undefined;
  readonly onMove: (move: Move, to: Status) => void;
}

export function Column({ project, status, statuses, count, onMove }: ColumnProps) {
  const [limit, setLimit] = useState(firstTasks);
  const live = useLive(ql.bind(tasksOfColumn, { project, status: status.id, limit }));
  const tasks = useKept(live.rows, live.status === "loading");
  const size = tasks.length < limit ? tasks.length : (count ?? tasks.length);
  const [isTarget, setTarget] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => list.current,
    estimateSize: () => cardHeight,
    getItemKey: (index) => tasks[index]?.id ?? index,
    initialRect: firstCards,
    overscan: 4,
    onChange: ({ range }) => {
      const isNearEnd = range !== null && range.endIndex >= tasks.length - 10;
      if (isNearEnd && live.status === "live" && tasks.length >= limit) setLimit(limit * 4);
    },
  });
  const dragging = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setTarget(true);
    },
    onDragLeave: () => setTarget(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setTarget(false);
      onMove(JSON.parse(event.dataTransfer.getData("text/plain")) as Move, status);
    },
  };

  return (
    <section
      id={columnId(status.id)}
      tabIndex={-1}
      aria-labelledby={`${columnId(status.id)}-name`}
      data-empty={tasks.length === 0 || undefined}
      data-target={isTarget || undefined}
      style={{ "--status": status.color } as CSSProperties}
      {...dragging}
    >
      <h3 id={`${columnId(status.id)}-name`}>
        {status.name} <span>{size}</span>
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <ul ref={list} tabIndex={0} aria-label={`Tasks: ${status.name}`}>
        <li aria-hidden="true" style={{ height: virtual.getTotalSize() }} />
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const task = tasks[index];
          return (
            task && (
              <Card
                key={key}
                task={task}
                top={start}
                position={index + 1}
                size={size}
                statuses={statuses}
                onMove={onMove}
              />
            )
          );
        })}
      </ul>
      {live.status === "loading" && tasks.length === 0 && <p className="empty">Loading…</p>}
      {live.status === "failed" && <p className="empty">These tasks could not be loaded.</p>}
    </section>
  );
}
