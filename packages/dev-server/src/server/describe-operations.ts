function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

const listOf = (operations: unknown): readonly unknown[] =>
  Array.isArray(operations) ? operations : [operations];

const actionOf = (operation: unknown): string =>
  isObject(operation) && typeof operation.action === "string" ? operation.action : "?";

/** Action names of a batch, in order. */
export const namesOfActions = (operations: unknown): readonly string[] => listOf(operations).map(actionOf);

/** A batch in a few words, such as `create Shot, 2 × create Task, query Task`. Holds no values. */
export function describeOperations(operations: unknown): string {
  const counts = new Map<string, number>();
  for (const operation of listOf(operations)) {
    const words = describeOperation(operation);
    counts.set(words, (counts.get(words) ?? 0) + 1);
    if (counts.size > 6) break;
  }
  const parts = [...counts].map(([words, count]) => (count === 1 ? words : `${count} × ${words}`));
  return parts.length > 6 ? `${parts.slice(0, 6).join(", ")}, …` : parts.join(", ");
}

function describeOperation(operation: unknown): string {
  const action = actionOf(operation).slice(0, 60);
  const type = isObject(operation) ? typeOf(operation) : undefined;
  return type === undefined ? action : `${action} ${type}`;
}

/** The entity type, named or found at the start of a query. */
function typeOf({ entity_type, expression }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof entity_type === "string") return entity_type.slice(0, 60);
  if (typeof expression !== "string") return undefined;
  return (/^\s*select\s[\s\S]*?\sfrom\s+(\w+)/i.exec(expression) ?? /^\s*(\w+)/.exec(expression))?.[1];
}
