import type { Scenario } from "../contract.js";
import { commitScenarios } from "./commit.js";
import { eventScenarios } from "./events.js";
import { insideScenarios } from "./inside.js";
import { liveScenarios } from "./live.js";
import { openScenarios, warmUp } from "./open.js";
import { queryScenarios } from "./query.js";
import { relationScenarios } from "./relations.js";
import { typeScenarios } from "./types.js";
import { uploadScenarios } from "./upload.js";
import { weightScenarios } from "./weight.js";

/** In the order of the report. */
export const measured: readonly Scenario[] = [
  ...openScenarios,
  ...queryScenarios,
  ...relationScenarios,
  ...commitScenarios,
  ...eventScenarios,
  ...liveScenarios,
  ...insideScenarios,
  ...uploadScenarios,
  ...weightScenarios,
  ...typeScenarios,
];

/** With what they need run besides. */
export const scenarios: readonly Scenario[] = [...measured, warmUp];
