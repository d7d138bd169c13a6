/** A tree as text, without positions and the way values were written: two trees that mean the same are equal. */
export const withoutPositions = (tree: unknown): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value) => (key === "start" || key === "end" ? undefined : value)));
