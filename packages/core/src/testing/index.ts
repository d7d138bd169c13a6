/** Contract suites and fakes for tests of your own bindings. Needs vitest. */
export {};
