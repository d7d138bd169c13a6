import { createUpdateDecoder } from "@ftrack-kit/browser";
import { useEffect, useState } from "react";
import { type Status, useSession } from "./studio.js";

/** One change somebody made. */
export interface Activity {
  readonly id: string;
  readonly who: string;
  readonly what: string;
  /** Id of the entity it was made to, where its name is not known. */
  readonly entity?: string | undefined;
  readonly name?: string | undefined;
  /** What it was changed to. */
  readonly to?: string | undefined;
  readonly at: Date;
}

const kept = 40;
const verbs: Readonly<Record<string, string>> = { add: "added", remove: "removed", move: "moved" };

/** What is changed in a project while the page is open, newest first. */
export function useActivity(project: string, statuses: readonly Status[]): readonly Activity[] {
  const session = useSession();
  const [news, setNews] = useState<readonly Activity[]>([]);

  useEffect(() => {
    let decode: ReturnType<typeof createUpdateDecoder> | undefined;
    const { unsubscribe } = session.eventHub.subscription("topic=ftrack.update", (event) => {
      decode ??= createUpdateDecoder(session.types);
      const updates = decode(event).filter((update) => update.project === project);
      if (updates.length === 0) return;
      const entries = updates.map(({ entityType, key, action, changes, user }, index) => ({
        id: `${event.id} ${index}`,
        who: user.name ?? user.username ?? "Somebody",
        what: verbs[action]
          ? `${verbs[action]} a ${wordsOf(entityType)}`
          : `changed the ${Object.keys(changes).map(wordsOf).join(", ")}`,
        entity: key,
        to: statuses.find(({ id }) => id === changes.status_id?.new)?.name,
        at: new Date(),
      }));
      setNews((before) => [...entries.reverse(), ...before].slice(0, kept));
    });
    return () => {
      if (!session.closed) unsubscribe();
    };
  }, [session, project, statuses]);

  return news;
}

/** `status_id` and `AssetVersion` as people say them. */
const wordsOf = (name: string): string =>
  name
    .replace(/_id$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
