import { ql } from "@ftrack-kit/browser";
import { nameOfContext, useQuery } from "./studio.js";
import { type Activity, useActivity } from "./use-activity.js";

/** What happens in the project, as it happens. */
export function ActivityFeed({ project }: { readonly project: string }) {
  const activity = useActivity(project);
  return (
    <aside aria-label="Activity">
      <h2>Activity</h2>
      {activity.length === 0 && <p className="quiet">Changes appear here as they happen.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <div role="log" aria-label="Latest changes" tabIndex={0}>
        {activity.map((one) => (
          <Entry key={one.id} activity={one} />
        ))}
      </div>
    </aside>
  );
}

function Entry({ activity: { who, what, entity, at } }: { readonly activity: Activity }) {
  const { rows } = useQuery(ql.bind(nameOfContext, { id: entity }));
  return (
    <p>
      <strong>{who}</strong> {what}
      {rows[0] && (
        <>
          {" of "}
          <em>{rows[0].name}</em>
        </>
      )}
      <time dateTime={at.toISOString()}>{at.toLocaleTimeString()}</time>
    </p>
  );
}
