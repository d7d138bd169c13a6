import { type QueryText, ql } from "@ftrack-kit/core";

/** The id of an entity; for types with other keys, or several, an object of them. */
export type EntityId = string | Readonly<Record<string, string>>;

/**
 * The query of one entity, as `useEntity` asks it.
 *
 * @param projections - Attribute paths, joined by commas.
 * @throws `QueryError` `query_syntax` when a name could be anything else.
 * @example
 * const initial = await dehydrate(session, [entityQuery("Task", id, "name, status.name")]);
 */
export function entityQuery<const Name extends string, const Projections extends string>(
  entityType: Name,
  key: EntityId,
  projections: Projections,
): QueryText<`select ${Projections} from ${Name}`> {
  const parts = Object.entries(typeof key === "string" ? { id: key } : key);
  const criteria = parts.map(([name, value]) => ql`${ql.identifier(name)} is ${value}`);
  const paths = ql.identifier(...projections.split(","));
  return ql`select ${paths} from ${ql.identifier(entityType)} where ${criteria.reduce(both)}`;
}

const both = (left: QueryText, right: QueryText): QueryText => ql`${left} and ${right}`;
