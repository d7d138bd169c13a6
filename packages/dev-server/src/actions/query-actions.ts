import { FtrackError, parseQuery, type QueryTree } from "@ftrack-kit/core";
import { ApiError } from "../operations/api-error.js";
import { evaluateQuery } from "../query/evaluate.js";
import { groupRows, isGrouped } from "../query/group-rows.js";
import { Members } from "../query/members.js";
import { buildProjections } from "../query/projections.js";
import type { Row } from "../store/row.js";
import { type Action, type ActiveRequest, immediate, type WriteAnswer } from "./action.js";
import type { Operation } from "./operation.js";
import { compileSearch } from "./search.js";

/** Finds entities, or groups of them (wire protocol 2.1 and 5). */
export const query: Action = immediate((operation, request) => {
  const expression = operation.text("expression");
  return answerQuery("query", expression, request, (tree) =>
    isGrouped(tree) ? findGroups(tree, request) : findEntities(tree, request, undefined),
  );
});

/** Finds the entities of a query that fit some words (2.2). */
export const search: Action = immediate((operation, request) => {
  const expression = operation.text("expression");
  const filter = searchFilter(operation, request);
  return answerQuery("search", expression, request, (tree) => findEntities(tree, request, filter));
});

interface Found {
  readonly write: () => readonly unknown[];
  readonly next: number | null;
}

function answerQuery(
  action: string,
  expression: string,
  request: ActiveRequest,
  find: (tree: QueryTree) => Found,
): WriteAnswer {
  try {
    const { write, next } = find(parse(expression, request));
    return () => ({ action, data: write(), metadata: { next: { offset: next } } });
  } catch (error) {
    if (error instanceof ApiError && error.exception === "ParseError") {
      throw unparsable(expression, error.content);
    }
    throw error;
  }
}

function parse(expression: string, { limits }: ActiveRequest): QueryTree {
  if (expression.length > limits.expressionLength) {
    throw new ApiError("ParseError", `Expressions have at most ${limits.expressionLength} characters.`);
  }
  try {
    return parseQuery(expression, { maxDepth: limits.queryDepth });
  } catch (error) {
    if (FtrackError.is(error)) throw new ApiError("ParseError", error.message);
    throw error;
  }
}

const longestQuotation = 2_000;

/** Clients look for the expression in the text (wire protocol 1.3). */
const unparsable = (expression: string, reason: string): ApiError =>
  new ApiError("ParseError", `Failed to parse: ${expression.slice(0, longestQuotation)}\n${reason}`);

function findEntities(
  tree: QueryTree,
  request: ActiveRequest,
  filter: ((row: Row) => boolean) | undefined,
): Found {
  const { source, budget, encoder } = request;
  const strict = isStrict(request);
  const { rows, next } = evaluateQuery(source, tree, { budget, filter, strict });
  const projections = buildProjections(source, new Members(source), tree, strict);
  return { write: () => rows.map((row) => encoder.encodeRow(row, projections)), next };
}

function findGroups(tree: QueryTree, request: ActiveRequest): Found {
  if (!isStrict(request)) {
    throw new ApiError("ServerError", "Grouping and functions are available to strict clients only.");
  }
  const { rows, next } = groupRows(request.source, tree, { budget: request.budget, strict: true });
  return { write: () => rows, next };
}

const isStrict = ({ context }: ActiveRequest): boolean => context.strict || context.onlyRequested;

function searchFilter(operation: Operation, request: ActiveRequest): (row: Row) => boolean {
  const entityType = operation.text("entity_type");
  if (!request.registry.has(entityType)) {
    throw new ApiError("ParseError", `There is no entity type "${entityType}".`);
  }
  return compileSearch(request.source, {
    entityType,
    terms: operation.texts("terms"),
    contextId: operation.optionalText("context_id"),
    objectTypeIds: operation.optionalTexts("object_type_ids"),
  });
}
