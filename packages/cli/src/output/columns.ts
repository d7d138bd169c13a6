import type { QueryTree, Schema } from "@ftrack-kit/core";

/** The columns of a query's rows, as dotted paths: what it selects, or the type's default projections. */
export function columnsOf(tree: QueryTree, schemas: readonly Schema[]): readonly string[] {
  if (tree.projections.length === 0) {
    const schema = schemas.find(({ id }) => id.toLowerCase() === tree.entityType.name.toLowerCase());
    return schema?.default_projections ?? schema?.primary_key ?? [];
  }
  const columns = tree.projections.map((projection) =>
    projection.kind === "aggregate"
      ? `${projection.function}_${nameOf(projection.path).replaceAll(".", "_")}`
      : nameOf(projection),
  );
  return [...new Set([...tree.groupBy.map(nameOf), ...columns])];
}

const nameOf = (path: { readonly segments: readonly { readonly name: string }[] }) =>
  path.segments.map(({ name }) => name).join(".");
