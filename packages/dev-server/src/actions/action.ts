import type { SchemaRegistry } from "@ftrack-kit/core";
import { ApiError } from "../operations/api-error.js";
import type { EntityAnswer, MutationAnswer, MutationOperation } from "../operations/mutation-context.js";
import type { Budget } from "../query/budget.js";
import type { Encoder } from "../query/encoder.js";
import type { QuerySource } from "../query/query-source.js";
import type { Row } from "../store/row.js";
import type { Store } from "../store/store.js";
import type { Operation } from "./operation.js";
import type { RequestContext } from "./request-context.js";
import type { Services } from "./services.js";

/** Bounds of one request. */
export interface RequestLimits {
  /** Operations in one batch. */
  readonly operations: number;
  /** Characters of a query expression. */
  readonly expressionLength: number;
  /** How deep criteria and sub-queries may nest. */
  readonly queryDepth: number;
  /** Rows that may be looked at or written. */
  readonly steps: number;
}

/** A request while it is carried out. */
export interface ActiveRequest {
  readonly context: RequestContext;
  readonly services: Services;
  readonly limits: RequestLimits;
  readonly budget: Budget;
  readonly encoder: Encoder;
  readonly store: Store;
  /** Entity types as they are now: object types made by the request are among them. */
  readonly registry: SchemaRegistry;
  readonly source: QuerySource;
  readonly createId: () => string;
  /** Carries out a create, update or delete inside the request's transaction. */
  readonly mutate: (operation: MutationOperation) => MutationAnswer;
  /** Does something once the request is committed, and never when it is undone. */
  readonly afterCommit: (work: () => void) => void;
}

/** Writes the answer of an operation, once all operations of the request are carried out. */
export type WriteAnswer = () => unknown;

/** Carries out one kind of operation. */
export interface Action<Prepared = unknown> {
  /** What has to be waited for; happens before the request's transaction begins. */
  readonly prepare?: (operation: Operation, services: Services) => Promise<Prepared>;
  /** Synchronous, so that nobody sees half of a request. */
  readonly run: (operation: Operation, request: ActiveRequest, prepared: Prepared) => WriteAnswer;
}

/** An action without anything to wait for. */
export const immediate = (run: (operation: Operation, request: ActiveRequest) => WriteAnswer): Action => ({
  run,
});

/** An action whose answer is known at once. */
export const plain = (run: (operation: Operation, request: ActiveRequest) => unknown): Action => ({
  run: (operation, request) => {
    const answer = run(operation, request);
    return () => answer;
  },
});

/** Creates an entity on behalf of an action. */
export function createEntity(
  request: ActiveRequest,
  entityType: string,
  data: Readonly<Record<string, unknown>>,
): EntityAnswer {
  const entity_data = { __entity_type__: entityType, ...data };
  const answer = request.mutate({ action: "create", entity_type: entityType, entity_data });
  if (answer.kind !== "entity") throw new Error("A create answers an entity.");
  return answer.entity;
}

/** A row that has to exist. */
export function requireRow(request: ActiveRequest, entityType: string, id: string): Row {
  const { registry, store } = request;
  const row = store.get(registry.familyOf(entityType), id);
  if (row && registry.isKindOf(row.__entity_type__, entityType)) return row;
  throw new ApiError("ServerError", `There is no ${entityType} with the id "${id}".`);
}
