import { wellKnown } from "../../schema/well-known.js";
import type { SeedWriter } from "../seed-writer.js";

const { states: state, priorities } = wellKnown;

const classic = (head: string): string => `${head}-4164-11df-9218-0019bb4983d8`;

/** Statuses of a fresh server (wire protocol 4.7): the higher the `sort`, the earlier in a workflow. */
export const statuses = {
  normal: ["a0bbf0b4-15e2-11e1-b21a-0019bb4983d8", "Normal", state.notStarted, 0, "#FFFFFF"],
  notStarted: [classic("44dd9fb2"), "Not started", state.notStarted, 10, "#CACACA"],
  readyToStart: ["9078de1a-40ce-11ed-a028-8e70b81a65da", "Ready to start", state.notStarted, 9, "#00FFFF"],
  workInProgress: ["cadb9a06-acb5-11e1-8668-f23c91df1211", "WIP", state.notStarted, 8, "#CC99FF"],
  inProgress: [classic("44ddd0fe"), "In progress", state.inProgress, 7, "#3498DB"],
  pendingReview: [classic("44dded64"), "Pending Review", state.inProgress, 6, "#F1C40F"],
  approved: [classic("44de097a"), "Approved", state.done, 5, "#1cbc90"],
  clientApproved: ["d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16", "Client approved", state.done, 4, "#1CBC90"],
  revise: ["2286947e-a2d4-11e9-825d-d27cf242b68b", "Revise", state.inProgress, 3, "#FF6600"],
  onHold: ["a0bc2444-15e2-11e1-b21a-0019bb4983d8", "On Hold", state.blocked, 2, "#E74C3C"],
  omitted: ["a0bc3f24-15e2-11e1-b21a-0019bb4983d8", "Omitted", state.blocked, 1, "#E74C3C"],
  completed: ["9bb65936-88e7-11e3-9264-04011030cf01", "Completed", state.done, 0, "#1cbc90"],
} as const;

export type StatusName = keyof typeof statuses;

export const statusId = (name: StatusName): string => statuses[name][0];

const stateRows = [
  [state.notStarted, "Not Started", "NOT_STARTED"],
  [state.inProgress, "In Progress", "IN_PROGRESS"],
  [state.blocked, "Blocked", "BLOCKED"],
  [state.done, "Done", "DONE"],
] as const;

const priorityRows = [
  [priorities.urgent, "Urgent", "#E74C3C"],
  [priorities.high, "High", "#E67E22"],
  [priorities.medium, "Medium", "#F1C40F"],
  [priorities.low, "Low", "#1CBC90"],
  [priorities.none, "None", "#CACACA"],
] as const;

export function addStatuses(seed: SeedWriter): void {
  for (const [id, name, short] of stateRows) seed.add("State", { id, name, short });
  for (const [id, name, stateId, sort, color] of Object.values(statuses)) {
    seed.add("Status", { id, name, sort, color, is_active: true, state_id: stateId });
  }
  priorityRows.forEach(([id, name, color], sort) => {
    seed.add("Priority", { id, name, color, sort, value: 0 });
  });
}
