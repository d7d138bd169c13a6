import type { MutationOperation } from "../operations/mutation-context.js";
import { normalizeDate, parseTime } from "../store/dates.js";
import { type Action, type ActiveRequest, immediate, type WriteAnswer } from "./action.js";
import type { Operation } from "./operation.js";

/** Creates, updates and deletes (wire protocol 2.3 to 2.5). */
const mutation = (action: MutationOperation["action"]): Action =>
  immediate((operation, request) => {
    operation.text("entity_type");
    const answer = request.mutate({ ...operation.fields, action });
    return () => ({
      action,
      data: answer.kind === "deleted" ? true : request.encoder.encodeAnswer(answer.entity),
    });
  });

const createAny = mutation("create");

/** One client parks text for another through a create that names no entity type (2.21). */
export const create: Action = immediate((operation, request) =>
  operation.fields.type === "tempdata" && operation.fields.entity_type === undefined
    ? parkData(operation, request)
    : createAny.run(operation, request, undefined),
);
export const update = mutation("update");
export const remove = mutation("delete");

function parkData(operation: Operation, request: ActiveRequest): WriteAnswer {
  const data = operation.text("data");
  const expiresAt = expiryOf(operation.fields.expiry);
  const id = request.createId();
  request.afterCommit(() => request.services.temporaryData.put(id, data, expiresAt));
  return () => ({ action: "create", type: "tempdata", id, data: { id } });
}

function expiryOf(given: unknown): number | null {
  const text = typeof given === "object" && given !== null ? (given as { value?: unknown }).value : given;
  const date = typeof text === "string" ? normalizeDate(text) : undefined;
  return parseTime(date) ?? null;
}
