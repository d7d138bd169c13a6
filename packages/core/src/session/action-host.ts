import type { ActionHost } from "../events/action-run.js";
import { loadPart } from "../util/load-part.js";
import type { SessionCore } from "./session-core.js";

/** What actions see of a session: its hub, its user, and jobs that are kept on the server. */
export function createActionHost(core: SessionCore): ActionHost {
  const { eventHub, options } = core;
  return {
    eventHub,
    apiUser: options.apiUser,
    createJob: async (description, { user }) => {
      await core.loaded();
      const { createServerJob } = await loadPart(() => import("./server-job.js"));
      return createServerJob(core.services, description, user);
    },
    onProblem: (error) => {
      const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      options.logger.error("An action met a problem.", { error: told });
    },
  };
}
