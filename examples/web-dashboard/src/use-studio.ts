import { useEffect, useState } from "react";
import {
  type Activity,
  followTasks,
  openStudio,
  type Project,
  readProjects,
  readStatuses,
  type Status,
  type StudioSession,
  type Task,
} from "./studio.js";

/** A session for as long as the page shows, with what does not change per project. */
export function useStudio() {
  const [studio, setStudio] = useState<{
    session: StudioSession;
    projects: readonly Project[];
    statuses: readonly Status[];
  }>();
  const [error, setError] = useState<Error>();

  useEffect(() => {
    let session: StudioSession | undefined;
    let gone = false;
    const open = async () => {
      session = await openStudio();
      const [projects, statuses] = await Promise.all([readProjects(session), readStatuses(session)]);
      if (!gone) setStudio({ session, projects, statuses });
    };
    open().catch((cause) => !gone && setError(cause));
    return () => {
      gone = true;
      void session?.close();
    };
  }, []);

  return { studio, error };
}

/** The tasks of a project, kept current, and which entities changed last. */
export function useTasks(session: StudioSession, projectId: string) {
  const [tasks, setTasks] = useState<readonly Task[]>();
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const live = followTasks(session, projectId);
    live.subscribe((rows, { status, error }) => {
      if (error) console.error(error);
      if (status !== "loading") setTasks(rows);
    });
    const id = session.eventHub.subscribe("topic=ftrack.update", (event) => {
      setChanged(new Set((event.data.entities ?? []).map(({ entityId }) => String(entityId))));
    });
    return () => {
      live.close();
      if (!session.closed) session.eventHub.unsubscribe(id);
    };
  }, [session, projectId]);

  return { tasks, changed };
}

/** The latest changes, newest first, and whether the page hears of them. */
export function useActivity(session: StudioSession) {
  const [activity, setActivity] = useState<readonly Activity[]>([]);
  const [online, setOnline] = useState(false);

  useEffect(() => {
    const hub = session.eventHub;
    const update = () => setOnline(hub.connected);
    update();
    const stops = (["connected", "ready", "disconnected"] as const).map((name) => hub.on(name, update));
    const id = hub.subscribe("topic=ftrack.update", (event) => {
      const { entities, user } = event.data;
      const what = (entities ?? []).map(({ entity_type, action }) => `${action} ${entity_type}`);
      const words = [...new Set(what)].slice(0, 3).join(", ");
      const entry = { id: event.id, who: user?.name ?? "somebody", what: words, at: new Date() };
      setActivity((before) => [entry, ...before].slice(0, 6));
    });
    return () => {
      for (const stop of stops) stop();
      if (!session.closed) hub.unsubscribe(id);
    };
  }, [session]);

  return { activity, online };
}
