import type { Row } from "../store/row.js";

/** Three-valued logic: `null` is what a comparison with an unset value gives (wire protocol 5.3). */
export type Truth = boolean | null;

export type Test = (row: Row) => Truth;

export const not = (truth: Truth): Truth => (truth === null ? null : !truth);

/** False as soon as one operand is; otherwise unknown when one is. */
export function every(tests: readonly Test[], row: Row): Truth {
  let result: Truth = true;
  for (const test of tests) {
    const truth = test(row);
    if (truth === false) return false;
    if (truth === null) result = null;
  }
  return result;
}

/** True as soon as one operand is; otherwise unknown when one is. */
export function some(tests: readonly Test[], row: Row): Truth {
  let result: Truth = false;
  for (const test of tests) {
    const truth = test(row);
    if (truth === true) return true;
    if (truth === null) result = null;
  }
  return result;
}
