import { defineConfig } from "vitest/config";

const conditions = ["@ftrack-kit/source"];
const source = (path: string): string => new URL(`packages/core/src/${path}`, import.meta.url).pathname;

/** The unit suites of core in Node, or of one module of it: what mutation testing runs after every change it makes. */
export default defineConfig({
  resolve: {
    conditions,
    // What node_modules leads to is the code that nobody changed: the copy beside this file is the one to test.
    alias: [
      { find: /^@ftrack-kit\/core$/, replacement: source("index.ts") },
      { find: /^@ftrack-kit\/core\/testing$/, replacement: source("testing/index.ts") },
    ],
  },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [`packages/core/tests/${process.env.MODULE ?? "**"}/**/*.test.ts`],
    exclude: ["**/*.node.test.ts", "**/*.browser.test.ts"],
    isolate: false,
    testTimeout: 20_000,
  },
});
