import { IndexedDbCache, Session } from "@ftrack-kit/browser";
import { describeCache, describeCacheStore } from "@ftrack-kit/core/testing";
import { startTests, type Task, type VitestRunner, type VitestRunnerConfig } from "@vitest/runner";
import { openIndexedDbStore } from "../../../packages/browser/src/indexed-db-store.js";
import { describeEventHub } from "../../events/hub-suite.js";
import { describeSessionEvents } from "../../events/session-events-suite.js";
import { describeSession } from "../../scenarios/session-suite.js";
import { describe } from "./vitest.js";

/** One test that ran. */
export interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly error: string | undefined;
}

const config: VitestRunnerConfig = {
  root: "/",
  setupFiles: [],
  name: "firefox",
  passWithNoTests: false,
  testNamePattern: undefined,
  allowOnly: false,
  sequence: { seed: 1, hooks: "stack", setupFiles: "list" },
  chaiConfig: undefined,
  maxConcurrency: 1,
  testTimeout: 20_000,
  hookTimeout: 20_000,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
};

/** What a session owes its users, as the suites of the other platforms say it. */
function declareSuites(connection: { url: string; user: string; key: string }): void {
  let cases = 0;
  describe("in Firefox", () => {
    describeSession((options) => Session.open(options), connection);
    describeEventHub((options) => new Session(options), connection);
    describeSessionEvents((options) => new Session(options), connection);
    describeCacheStore("IndexedDB", async () => {
      const prefix = `case ${++cases}/`;
      return { open: (namespace) => openIndexedDbStore(prefix + namespace) };
    });
    describeCache("IndexedDB", () => new IndexedDbCache(`cache ${++cases}`));
  });
}

async function runSuites(connection: {
  url: string;
  user: string;
  key: string;
}): Promise<readonly Outcome[]> {
  const runner: VitestRunner = { config, importFile: () => declareSuites(connection) };
  const files = await startTests(["suites"], runner);
  return files.flatMap((file) => outcomesOf(file, ""));
}

function outcomesOf(task: Task, above: string): readonly Outcome[] {
  const name = above === "" ? task.name : `${above} > ${task.name}`;
  const error = task.result?.errors?.[0]?.message;
  const failed = { name, passed: false, error: error ?? task.result?.state };
  if (task.type !== "suite") return [task.result?.state === "pass" ? { ...failed, passed: true } : failed];
  // A suite fails by itself when its hooks do.
  const own = error === undefined ? [] : [failed];
  return [...own, ...task.tasks.flatMap((inner) => outcomesOf(inner, name))];
}

Object.assign(globalThis, { runSuites });
