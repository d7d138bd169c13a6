import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumOptions } from "./scripts/chromium.mjs";

const conditions = ["@ftrack-kit/source"];
const inBrowser = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  api: { host: "127.0.0.1" },
  provider: playwright({ launchOptions: chromiumOptions() }),
  instances: [{ browser: "chromium" as const }],
};
const unit = ["packages/*/tests/**/*.test.{ts,tsx}"];
const node = ["packages/*/tests/**/*.node.test.{ts,tsx}", "tests/**/*.node.test.ts"];
const browser = ["packages/*/tests/**/*.browser.test.{ts,tsx}", "tests/**/*.browser.test.ts"];
const optimizeDeps = {
  include: [
    "ky",
    "zod/mini",
    "idb-keyval",
    "eventemitter3",
    "fast-check",
    "@ftrack/api",
    ...[
      "react",
      "react/jsx-dev-runtime",
      "react-dom/client",
      "react-dom/server.browser",
      "@tanstack/react-query",
    ].map((name) => `@ftrack-kit/react > ${name}`),
  ],
  exclude: [
    "@ftrack-kit/core",
    "@ftrack-kit/browser",
    "@ftrack-kit/dev-server",
    "@ftrack-kit/react",
    "ftrack-kit",
  ],
};

// The file name picks the project: see CONTRIBUTING.md.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  // Global set-ups run in an environment of their own.
  environments: { __vitest__: { resolve: { conditions, externalConditions: conditions } } },
  test: {
    testTimeout: 20_000,
    // What is waited for comes at once, except on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    // A file does not reload what the file before it loaded: nothing here keeps state in a module (three times as fast).
    isolate: false,
    coverage: { provider: "v8", include: ["packages/*/src/**"] },
    projects: [
      { extends: true, test: { name: "unit", include: unit, exclude: [...node, ...browser] } },
      {
        extends: true,
        optimizeDeps,
        test: { name: "unit-chromium", include: unit, exclude: [...node, ...browser], browser: inBrowser },
      },
      {
        extends: true,
        test: {
          name: "node",
          include: node,
          pool: "forks",
          globalSetup: ["./tests/support/dev-server.setup.ts"],
          execArgv: ["--unhandled-rejections=strict"],
        },
      },
      {
        extends: true,
        optimizeDeps,
        test: {
          name: "chromium",
          include: browser,
          // These change their page: storage, connections, what the npm client keeps.
          isolate: true,
          globalSetup: ["./tests/support/dev-server.setup.ts"],
          browser: inBrowser,
        },
      },
      {
        extends: true,
        test: {
          name: "types",
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ["packages/*/tests/**/*.test-d.ts"],
            tsconfig: "./tests/types/tsconfig.json",
          },
        },
      },
    ],
  },
});
