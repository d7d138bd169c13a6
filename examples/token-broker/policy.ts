import {
  type Operation,
  parseQuery,
  printPath,
  printQuery,
  type QueryCriteria,
  type QueryPath,
} from "ftrack-kit";

/** What people may do through the broker. Whatever is not named is refused. */
export interface Policy {
  /** Attributes that may be read and filtered on, by entity type: paths as they are written in queries. */
  readonly readable: Readonly<Record<string, readonly string[]>>;
  /** Attributes that may be changed, by entity type. */
  readonly changeable: Readonly<Record<string, readonly string[]>>;
}

export class Refusal extends Error {}

/** Actions that tell nothing about anybody's work. */
const harmless = ["query_server_information", "query_schemas"];

/**
 * Checks an operation and gives the one to send: written anew from what was understood of it, so that nothing reaches
 * the server that was not looked at.
 */
export function checkOperation(operation: Operation, policy: Policy): Operation {
  const { action, entity_type: entityType } = operation;
  if (harmless.includes(action)) return { action };
  if (action === "query") return { action, expression: checkQuery(String(operation.expression), policy) };
  if (action === "update" && typeof entityType === "string") {
    const { entity_key: key, entity_data: data } = operation;
    const changed = Object.keys(Object(data)).filter((name) => name !== "__entity_type__");
    for (const name of changed) assertListed(policy.changeable, entityType, name);
    return { action, entity_type: entityType, entity_key: key, entity_data: data };
  }
  throw new Refusal(`The action "${action}" is not allowed.`);
}

function checkQuery(expression: string, policy: Policy): string {
  const tree = parseQuery(expression);
  const entityType = tree.entityType.name;
  if (tree.projections.length === 0)
    throw new Refusal("Say what to select: defaults are the server's to choose.");
  const check = (path: QueryPath, prefix = "") =>
    assertListed(policy.readable, entityType, prefix + printPath(path));
  const checkCriteria = (criteria: QueryCriteria, prefix = ""): void => {
    switch (criteria.kind) {
      case "and":
      case "or":
        for (const operand of criteria.operands) checkCriteria(operand, prefix);
        return;
      case "not":
        checkCriteria(criteria.operand, prefix);
        return;
      case "comparison":
        check(criteria.path, prefix);
        return;
      case "in":
        check(criteria.path, prefix);
        if ("kind" in criteria.values) checkQuery(printQuery(criteria.values), policy);
        return;
      case "existence":
        if (criteria.criteria) checkCriteria(criteria.criteria, `${prefix}${printPath(criteria.path)}.`);
        else check(criteria.path, prefix);
    }
  };
  for (const projection of tree.projections) check(projection.kind === "path" ? projection : projection.path);
  if (tree.where) checkCriteria(tree.where);
  for (const path of tree.groupBy) check(path);
  for (const { path } of tree.orderBy) check(path);
  return printQuery(tree);
}

function assertListed(list: Policy["readable"], entityType: string, name: string): void {
  if (Object.hasOwn(list, entityType) && list[entityType]?.includes(name)) return;
  throw new Refusal(`${entityType}.${name} is not allowed.`);
}
