import { ql } from "@ftrack-kit/browser";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useEffect, useRef, useState } from "react";
import { formatDay, fullName, latestVersions, useLive, type Version } from "./studio.js";
import { useKept } from "./use-kept.js";
import { useWidth } from "./use-width.js";

/** Versions to begin with; scrolling to the end asks for twice as many. */
const firstVersions = 48;
/** Pixels: the least width of a tile, the room between tiles, and that of the words below a picture. */
const [tileWidth, gap, words] = [208, 16, 78] as const;

/** The latest versions with their pictures; only those in view are in the page. */
export function Review({ project }: { readonly project: string }) {
  const [limit, setLimit] = useState(firstVersions);
  const live = useLive(ql.bind(latestVersions, { project, limit }));
  const versions = useKept(live.rows, live.status === "loading");
  if (live.status === "loading" && versions.length === 0) return <p className="empty">Loading versions…</p>;
  if (versions.length === 0) return <p className="empty">Nothing was published in this project yet.</p>;
  const canGrow = live.status === "live" && versions.length >= limit;
  return <Grid versions={versions} onEnd={() => canGrow && setLimit(limit * 2)} />;
}

interface GridProps {
  readonly versions: readonly Version[];
  /** The last ones come into view. */
  readonly onEnd: () => void;
}

function Grid({ versions, onEnd }: GridProps) {
  const scroller = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const width = useWidth(list);
  const columns = Math.max(1, Math.floor((width + gap) / (tileWidth + gap)));
  const tile = (width - gap * (columns - 1)) / columns;
  const rowHeight = Math.round((tile * 9) / 16 + words + gap);
  const virtual = useVirtualizer({
    count: width === 0 ? 0 : Math.ceil(versions.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 2,
    onChange: ({ range }) => {
      if (range && (range.endIndex + 2) * columns >= versions.length) onEnd();
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are as high as tiles are wide.
  useEffect(() => virtual.measure(), [rowHeight]);
  const shown = virtual
    .getVirtualItems()
    .flatMap(({ index, start }) =>
      versions
        .slice(index * columns, (index + 1) * columns)
        .map((version, column) => ({ version, index: index * columns + column, top: start, column })),
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section className="scroll" ref={scroller} tabIndex={0} aria-label="Latest versions">
      <h2 className="unseen">Review</h2>
      <ul className="review" ref={list} style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ version, index, top, column }) => (
          <Tile
            key={version.id}
            version={version}
            place={[index + 1, versions.length]}
            style={{
              width: tile,
              height: rowHeight - gap,
              transform: `translate(${column * (tile + gap)}px, ${top}px)`,
            }}
          />
        ))}
      </ul>
    </section>
  );
}

interface TileProps {
  readonly version: Version;
  /** Which it is, and of how many: most of the others are not in the page. */
  readonly place: readonly [position: number, size: number];
  readonly style: CSSProperties;
}

function Tile({ version: { version, date, thumbnail_url, asset, status, user }, place, style }: TileProps) {
  const name = `${asset?.parent?.name ?? ""} ${asset?.name ?? ""}`.trim();
  return (
    <li
      aria-posinset={place[0]}
      aria-setsize={place[1]}
      style={{ ...style, "--status": status?.color } as CSSProperties}
    >
      {thumbnail_url?.url ? (
        <img src={thumbnail_url.url} alt="" decoding="async" />
      ) : (
        <div className="blank" />
      )}
      <h3>
        <b>{name}</b> <span>v{version}</span>
      </h3>
      <p>
        <span className="status">{status?.name}</span>
        {date && <time dateTime={date}>{formatDay(date)}</time>}
      </p>
      <p>{user && fullName(user)}</p>
    </li>
  );
}
