import { splitKey } from "../codec/reference.js";
import { quote } from "../query/literal.js";
import type { EntityType } from "../schema/entity-type.js";

/** Most entities per query. */
const chunkSize = 500;
/** Longest list of keys in one query, in characters. */
const chunkLength = 32_000;

/** The criteria that select entities by their keys, in lists short enough for one query each. */
export function keyCriteria(type: EntityType, keys: readonly string[]): string[] {
  const terms = type.primaryKey.length === 1 ? keys.map(quote) : keys.map((key) => compositeTerm(type, key));
  return chunk(terms).map((part) =>
    type.primaryKey.length === 1 ? `${type.primaryKey[0]} in (${part.join(", ")})` : part.join(" or "),
  );
}

/** The queries that fetch attributes of known entities. */
export function keyQueries(
  type: EntityType,
  select: readonly string[],
  entities: readonly { readonly key: string }[],
): string[] {
  const keys = entities.map(({ key }) => key);
  return keyCriteria(type, keys).map(
    (criteria) => `select ${select.join(", ")} from ${type.name} where ${criteria}`,
  );
}

function compositeTerm({ primaryKey }: EntityType, key: string): string {
  const values = splitKey(key);
  const terms = primaryKey.map((name, index) => `${name} is ${quote(values[index] ?? "")}`);
  return `(${terms.join(" and ")})`;
}

function chunk(terms: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let current: string[] = [];
  let length = 0;
  for (const term of terms) {
    if (current.length === chunkSize || (current.length > 0 && length + term.length > chunkLength)) {
      chunks.push(current);
      current = [];
      length = 0;
    }
    current.push(term);
    length += term.length;
  }
  return current.length > 0 ? [...chunks, current] : chunks;
}
