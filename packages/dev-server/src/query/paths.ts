import type { QueryPath, QueryTree } from "@ftrack-kit/core";
import { ApiError } from "../operations/api-error.js";
import type { Budget } from "./budget.js";
import type { Member, Members, RelationMember } from "./members.js";
import type { QuerySource } from "./query-source.js";

/** What compiling a query needs. */
export interface Compilation {
  readonly source: QuerySource;
  readonly members: Members;
  readonly budget: Budget;
  /** Values the first projection (or primary key) of a sub-query gives. */
  readonly subqueryValues: (tree: QueryTree) => readonly unknown[];
}

/** A relation step of a path and the subtype it is narrowed to. */
export interface Step {
  readonly relation: RelationMember;
  readonly cast: string | undefined;
}

export interface ResolvedPath {
  readonly steps: readonly Step[];
  /** Types the rows behind the last step are looked up on. */
  readonly types: readonly string[];
  /** The attribute at the end, unless the path ends in a relation. */
  readonly scalar: Member | undefined;
}

/** @throws {@link ApiError} `ParseError` when a step does not exist or leads nowhere. */
export function resolvePath(
  { members, source }: Compilation,
  types: readonly string[],
  path: QueryPath,
): ResolvedPath {
  const steps: Step[] = [];
  let current = types;
  for (const [index, { name, cast }] of path.segments.entries()) {
    const member = members.find(current, name);
    if (!member) throw new ApiError("ParseError", `${current.join(" or ")} has no attribute "${name}".`);
    const { relation } = member;
    if (!relation) {
      if (index === path.segments.length - 1) return { steps, types: current, scalar: member };
      throw new ApiError("ParseError", `"${name}" of ${current.join(" or ")} is no relation.`);
    }
    if (cast && !source.registry.has(cast.name)) {
      throw new ApiError("ParseError", `There is no entity type "${cast.name}".`);
    }
    steps.push({ relation, cast: cast?.name });
    current = cast ? [cast.name] : relation.targets;
  }
  return { steps, types: current, scalar: undefined };
}
