import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  customMatchers,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from "@vitest/expect";

// Stands in for "vitest" on a page without its server: the same runner and the same matchers.
export { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "@vitest/runner";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

type Matchers = Readonly<Record<string, (...values: unknown[]) => unknown>>;

const matchers = (value: unknown) => chai.expect(value) as unknown as Matchers & { not: Matchers };
const given = Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT) as Record<string, unknown> | undefined;

/** Looks again until the matcher is content, or its time is up. */
function poll(look: () => unknown, { timeout = 1_000, interval = 50 } = {}): Matchers {
  const deadline = Date.now() + timeout;
  return new Proxy({} as Matchers, {
    get:
      (_, name: string) =>
      async (...values: unknown[]) => {
        for (;;) {
          const value = await look();
          try {
            return matchers(value)[name]?.(...values);
          } catch (error) {
            if (Date.now() > deadline) throw error;
          }
          await new Promise((resolve) => setTimeout(resolve, interval));
        }
      },
  });
}

export const expect = Object.assign((value: unknown) => chai.expect(value), chai.expect, given, { poll });
(chai.expect as unknown as { extend(target: object, matchers: object): void }).extend(expect, customMatchers);
