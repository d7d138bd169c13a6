import { defineConfig } from "vitest/config";

const conditions = ["@ftrack-kit/source"];

/** The unit suites of core in Node, or of one module of it: what mutation testing runs after every change it makes. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [`packages/core/tests/${process.env.MODULE ?? "**"}/**/*.test.ts`],
    exclude: ["**/*.node.test.ts", "**/*.browser.test.ts"],
    isolate: false,
    testTimeout: 20_000,
  },
});
