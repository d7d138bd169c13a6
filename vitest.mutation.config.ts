import { defineConfig } from "vitest/config";

const conditions = ["@ftrack-kit/source"];

/** The unit suites in Node only: what mutation testing runs after every change it makes. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/core/tests/**/*.test.ts"],
    exclude: ["**/*.node.test.ts", "**/*.browser.test.ts"],
    isolate: false,
    testTimeout: 20_000,
  },
});
