import { type CSSProperties, memo } from "react";
import { formatDay, fullName, type Status, type Task } from "../studio.js";

/** A task on its way to another status. */
export interface Move {
  readonly id: string;
  readonly name: string;
  readonly from: string;
}

interface CardProps {
  readonly task: Task;
  /** Distance from the top of the column, in pixels. */
  readonly top: number;
  /** Which it is in its column, and of how many: most of the others are not in the page. */
  readonly position: number;
  readonly size: number;
  readonly statuses: readonly Status[];
  readonly onMove: (move: Move, to: Status) => void;
}

/** One task. Drag it, or choose its status: by mouse, finger or keyboard. */
export const Card = memo(function Card({ task, top, position, size, statuses, onMove }: CardProps) {
  const { id, name, status_id: from, type, parent, end_date } = task;
  const people = task.assignments.flatMap(({ resource }) => (resource ? [fullName(resource)] : []));
  return (
    <li
      className="card"
      aria-posinset={position}
      aria-setsize={size}
      draggable
      onDragStart={({ dataTransfer }) =>
        dataTransfer.setData("text/plain", JSON.stringify({ id, name, from }))
      }
      style={{ transform: `translateY(${top}px)`, "--type": type?.color } as CSSProperties}
    >
      <p className="where">{parent?.name}</p>
      <h4>{name}</h4>
      <div className="facts">
        <select
          aria-label={`Status of ${name}, ${parent?.name}`}
          value={from}
          onChange={({ target }) => {
            const to = statuses.find((status) => status.id === target.value);
            if (to) onMove({ id, name, from }, to);
          }}
        >
          {statuses.map((status) => (
            <option key={status.id} value={status.id}>
              {status.name}
            </option>
          ))}
        </select>
        {end_date && <time dateTime={end_date}>{formatDay(end_date)}</time>}
        {people.slice(0, 3).map((person) => (
          <abbr key={person} title={person}>
            {initials(person)}
          </abbr>
        ))}
      </div>
    </li>
  );
});

const initials = (person: string) =>
  person
    .split(" ")
    .map((part) => part[0] ?? "")
    .join("");
