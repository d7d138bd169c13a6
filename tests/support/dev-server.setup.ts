import { createDevServer, type FaultRule } from "@ftrack-kit/dev-server";
import type { TestProject } from "vitest/node";
import type {} from "./provided-context.js";

let close: (() => Promise<void>) | undefined;

/** Suites cause these from wherever they run: by publishing the topic, at whoever subscribes to it. */
const faults: readonly FaultRule[] = [
  { on: "test.cut-socket", closeSockets: true },
  { on: "test.twice", duplicate: 1 },
];

/** Starts one embedded server per project; suites find its address with `inject("server")`. */
export async function setup(project: TestProject): Promise<void> {
  const credentials = { user: "jane", key: "test-key" };
  const server = await createDevServer({ port: 0, seed: "demo", credentials, faults });
  close = () => server.close();
  project.provide("server", { url: server.url, ...credentials });
}

export async function teardown(): Promise<void> {
  await close?.();
}
