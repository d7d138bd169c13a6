import { TokenReader } from "./token-reader.js";
import type { Path } from "./tree.js";

/**
 * Reads a path such as `status.name` or `parent[Shot].name`.
 *
 * @throws {@link QueryError} `query_syntax`.
 */
export function parsePath(text: string): Path {
  const parser = new TokenReader(text);
  const path = parser.path();
  parser.expectEnd();
  return path;
}
