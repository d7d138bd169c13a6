/**
 * Whether an object keeps what it holds out of sight: a promise somebody forgot to await, a `Map`, a `Date`, an
 * entity. A copy of its fields would be empty.
 */
export function isOpaque(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain objects of any realm end one step up.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && Object.keys(value).length === 0;
}
