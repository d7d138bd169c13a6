import type { DevServer } from "@ftrack-kit/dev-server";

/** What every guide is run with. */
export interface Studio {
  readonly server: DevServer;
  /** Options of a session with that server; the environment names the same. */
  readonly connection: {
    readonly serverUrl: string;
    readonly apiUser: string;
    readonly apiKey: string;
  };
  /** An empty folder. */
  readonly folder: string;
}

/** What happens elsewhere takes a moment. */
export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  for (let patience = 200; !(await happened()); patience--) {
    if (patience === 0) throw new Error("What should have happened has not.");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
