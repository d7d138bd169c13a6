// Mutation testing changes the code a little, over and over, and tells which changes no test noticed.
// `MODULE=codec npm run mutation` takes one folder of core and its own tests, and minutes: it is no part of `npm test`.

const modules = process.env.MODULE ? [process.env.MODULE] : ["codec", "query", "events", "session"];

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
