/** Contract suites and fakes for tests of your own bindings. Needs vitest. */

export { type AccessorContract, describeAccessor } from "./describe-accessor.js";
export { ManualClock, type Settle, settlePromises, settleTasks } from "./manual-clock.js";
