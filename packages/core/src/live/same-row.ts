import type { LiveRow } from "./live-host.js";

/** Whether two plain rows hold the same. */
export function sameRow(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => name in right && sameRow((left as LiveRow)[name], (right as LiveRow)[name]));
}
