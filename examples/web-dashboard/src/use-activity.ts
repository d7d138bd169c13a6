import { createUpdateDecoder } from "@ftrack-kit/browser";
import { useEffect, useState } from "react";
import { useSession } from "./studio.js";

/** One change somebody made. */
export interface Activity {
  readonly id: string;
  readonly who: string;
  readonly what: string;
  /** Id of the entity it was made to. */
  readonly entity: string;
  readonly at: Date;
}

const kept = 40;
const verbs: Readonly<Record<string, string>> = { add: "added", remove: "removed", move: "moved" };

/** The latest changes in a project, newest first. */
export function useActivity(project: string): readonly Activity[] {
  const session = useSession();
  const [activity, setActivity] = useState<readonly Activity[]>([]);

  useEffect(() => {
    let decode: ReturnType<typeof createUpdateDecoder> | undefined;
    const { unsubscribe } = session.eventHub.subscription("topic=ftrack.update", (event) => {
      decode ??= createUpdateDecoder(session.types);
      const news = decode(event).filter((update) => update.project === project);
      if (news.length === 0) return;
      const entries = news.map(({ entityType, key, action, changes, user }, index) => ({
        id: `${event.id} ${index}`,
        who: user.name ?? user.username ?? "Somebody",
        what: verbs[action]
          ? `${verbs[action]} a ${wordsOf(entityType)}`
          : `changed the ${Object.keys(changes).map(wordsOf).join(", ")}`,
        entity: key,
        at: new Date(),
      }));
      setActivity((before) => [...entries.reverse(), ...before].slice(0, kept));
    });
    return () => {
      if (!session.closed) unsubscribe();
    };
  }, [session, project]);

  return activity;
}

/** `status_id` and `AssetVersion` as people say them. */
const wordsOf = (name: string): string =>
  name
    .replace(/_id$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
