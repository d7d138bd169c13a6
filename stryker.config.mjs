// Mutation testing changes the code a little, over and over, and tells which changes no test noticed.
// A folder takes minutes, so it is no part of `npm test`: see CONTRIBUTING.md.

const modules = ["codec", "query", "events", "session"];

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts" },
  plugins: ["@stryker-mutator/vitest-runner"],
  mutate: modules.map((name) => `packages/core/src/${name}/**/*.ts`),
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  reporters: ["clear-text", "html", "json"],
  htmlReporter: { fileName: ".artifacts/mutation/report.html" },
  jsonReporter: { fileName: ".artifacts/mutation/report.json" },
  tempDirName: ".artifacts/stryker",
};
