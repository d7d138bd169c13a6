import { ql } from "@ftrack-kit/browser";
import { fullName, latestChanges, nameOfContext, placeName, type Status, useQuery } from "./studio.js";
import { type Activity, useActivity } from "./use-activity.js";

const time = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

interface FeedProps {
  readonly project: string;
  readonly statuses: readonly Status[];
  /** Changes arrive: the earlier ones are asked for then, so that none is missed and the view comes first. */
  readonly isFollowing: boolean;
}

/** What happens in the project, and what happened lately. */
export function ActivityFeed({ project, statuses, isFollowing }: FeedProps) {
  const news = useActivity(project, statuses);
  return (
    <aside aria-label="Activity">
      <h2>Activity</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <div role="log" aria-label="Latest changes" tabIndex={0}>
        {news.map((one) => (
          <Entry key={one.id} activity={one} />
        ))}
        {isFollowing && <EarlierChanges project={project} />}
      </div>
    </aside>
  );
}

function EarlierChanges({ project }: { readonly project: string }) {
  const { rows, status } = useQuery(ql.bind(latestChanges, { project }));
  if (status === "ready" && rows.length === 0)
    return <p className="quiet">Changes appear here as they happen.</p>;
  return rows.map(({ id, user, parent, status: to, date }) => (
    <Entry
      key={id}
      activity={{
        id,
        who: user ? fullName(user) : "Somebody",
        what: "changed the status",
        name: placeName(parent),
        to: to?.name,
        at: new Date(date ?? 0),
      }}
    />
  ));
}

function Entry({ activity: { who, what, name, entity, to, at } }: { readonly activity: Activity }) {
  return (
    <p>
      <strong>{who}</strong> {what}
      {name && <Of name={name} />}
      {entity && <OfEntity id={entity} />}
      {to && (
        <>
          {" to "}
          <em>{to}</em>
        </>
      )}
      <time dateTime={at.toISOString()}>{time.format(at)}</time>
    </p>
  );
}

function OfEntity({ id }: { readonly id: string }) {
  const { rows } = useQuery(ql.bind(nameOfContext, { id }));
  return rows[0] && <Of name={placeName(rows[0])} />;
}

const Of = ({ name }: { readonly name: string }) => (
  <>
    {" of "}
    <em>{name}</em>
  </>
);
