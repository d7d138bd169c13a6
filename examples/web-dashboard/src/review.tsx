import { ql } from "@ftrack-kit/browser";
import { type CSSProperties, useState } from "react";
import { formatDay, fullName, latestVersions, useLive, type Version } from "./studio.js";
import { useKept } from "./use-kept.js";

const page = 48;

/** The latest versions with their pictures. */
export function Review({ project }: { readonly project: string }) {
  const [limit, setLimit] = useState(page);
  const live = useLive(ql.bind(latestVersions, { project, limit }));
  const versions = useKept(live.rows, live.status === "loading");
  if (live.status === "loading" && versions.length === 0) return <p className="empty">Loading versions…</p>;
  if (versions.length === 0) return <p className="empty">Nothing was published in this project yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section className="scroll" tabIndex={0} aria-label="Latest versions">
      <h2 className="unseen">Review</h2>
      <ul className="review">
        {versions.map((version) => (
          <Tile key={version.id} version={version} />
        ))}
      </ul>
      {versions.length >= limit && (
        <button type="button" className="more" onClick={() => setLimit(limit + page)}>
          Show more
        </button>
      )}
    </section>
  );
}

function Tile({
  version: { version, date, thumbnail_url, asset, status, user },
}: {
  readonly version: Version;
}) {
  const name = `${asset?.parent?.name ?? ""} ${asset?.name ?? ""}`.trim();
  return (
    <li style={{ "--status": status?.color } as CSSProperties}>
      {thumbnail_url?.url ? (
        <img src={thumbnail_url.url} alt="" loading="lazy" decoding="async" />
      ) : (
        <div className="blank" />
      )}
      <h3>
        {name} <span>v{version}</span>
      </h3>
      <p>
        <span className="status">{status?.name}</span>
        {user && fullName(user)}
        {date && <time dateTime={date}>{formatDay(date)}</time>}
      </p>
    </li>
  );
}
