import type { DateCodec } from "../codec/dates.js";
import type { Operation, QueryAnswer } from "../codec/operations.js";
import { joinKey } from "../codec/reference.js";
import { isWireDate, isWireEntity, typeKey, type WireEntity } from "../codec/wire-entity.js";
import { NetworkError } from "../errors/network-error.js";
import { AmbiguousCommitError } from "../errors/session-error.js";
import { isOutcomeUnknown } from "../http/outcome-unknown.js";
import type { Clock } from "../platform/clock.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { backoffDelay } from "../util/backoff.js";
import type { PlannedOperation } from "./commit-plan.js";
import { fillStubs, toWireOperation } from "./complete-plan.js";
import { keyCriteria } from "./key-queries.js";

/** What sending needs of its session. */
export interface SendHost {
  readonly registry: SchemaRegistry;
  readonly dates: DateCodec;
  readonly clock: Clock;
  write(operations: readonly Operation[], signal: AbortSignal | undefined): Promise<readonly unknown[]>;
  readAll(texts: readonly string[]): Promise<readonly QueryAnswer[]>;
}

/** What the server was found to have of one operation. */
export interface Evidence {
  readonly action: string;
  readonly entityType: string;
  readonly entityKey: readonly string[];
  readonly found: "applied" | "not_applied" | "undecided";
}

/** Most times a commit is sent. */
const attempts = 4;
/** Milliseconds. */
const backoff = { base: 200, max: 5_000 };

/**
 * Sends a commit, and finds out what happened when the answer is lost.
 *
 * The ids of created entities are made here and a commit is carried out whole or not at all, so looking for them
 * tells whether it was. Then the commit counts as done, is sent again, or fails with the evidence.
 *
 * @returns One answer per operation; `undefined` where the answer was lost although the server acted.
 * @throws {@link AmbiguousCommitError} when what the server has contradicts itself; the error of the request when
 * the server cannot be reached to ask.
 */
export async function sendCommit(
  planned: readonly PlannedOperation[],
  host: SendHost,
  signal: AbortSignal | undefined,
): Promise<readonly unknown[]> {
  const operations = planned.map((one) => toWireOperation(one, host.registry));
  let isDoubtful = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return checkAnswers(operations, await host.write(operations, signal));
    } catch (error) {
      if (signal?.aborted) throw error;
      const isLost = isOutcomeUnknown(error);
      // A refusal after a lost answer may only say that the first request did arrive.
      if (!isLost && !isDoubtful) throw error;
      isDoubtful ||= isLost;
      const { verdict, evidence } = await verifyCommit(planned, host, error);
      if (verdict === "applied") return planned.map(() => undefined);
      if (verdict === "undecided") throw ambiguousCommit(evidence, error);
      if (!isLost || attempt === attempts) throw error;
      await pause(host.clock, backoffDelay(attempt - 1, backoff, Math.random()));
    }
  }
}

/**
 * What answers a commit must say what became of every operation (wire protocol 2.3); anything else may come from
 * whatever stands between us and the server, and says nothing.
 *
 * @throws {@link NetworkError} `network_malformed_response`, which leaves the outcome open.
 */
function checkAnswers(operations: readonly Operation[], answers: readonly unknown[]): readonly unknown[] {
  const isSound =
    answers.length === operations.length &&
    operations.every(({ action }, index) => isAnswerTo(action, answers[index]));
  if (isSound) return answers;
  throw new NetworkError("network_malformed_response", {
    message: "The answer to the commit does not say what became of it.",
    details: { actions: operations.map(({ action }) => action), answers: answers.length },
    retryable: true,
  });
}

function isAnswerTo(action: string, answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null) return false;
  const { action: answered = action, data } = answer as {
    readonly action?: unknown;
    readonly data?: unknown;
  };
  return answered === action && Boolean(data);
}

/**
 * Looks for the traces of a commit whose answer was lost.
 *
 * @throws `lost`, the failure of the commit itself, when the server cannot be asked either.
 */
export async function verifyCommit(
  planned: readonly PlannedOperation[],
  host: SendHost,
  lost: unknown,
): Promise<{ verdict: Evidence["found"]; evidence: readonly Evidence[] }> {
  const groups = groupByType(planned);
  const queries = [...groups].flatMap(([name, operations]) => {
    const type = host.registry.get(name);
    const select = new Set(type.primaryKey);
    for (const operation of operations) {
      const { action, data } = operation;
      if (action !== "delete" && !isProof(operation)) {
        for (const attribute of Object.keys(data)) select.add(attribute);
      }
    }
    const keys = [...new Set(operations.map(({ entityKey }) => joinKey(entityKey)))];
    return keyCriteria(type, keys).map(
      (criteria) => `select ${[...select].join(", ")} from ${name} where ${criteria}`,
    );
  });
  let answers: readonly QueryAnswer[];
  try {
    answers = await host.readAll(queries);
  } catch {
    // The server cannot be asked either; the first failure says more than the second.
    throw lost;
  }
  const keyNames = (type: string) => host.registry.find(type)?.primaryKey ?? ["id"];
  const identify = (row: WireEntity) =>
    `${host.registry.familyOf(row[typeKey])}:${joinKey(keyNames(row[typeKey]).map((name) => row[name]))}`;
  const rows = fillStubs(answers, identify);
  const present = new Set(answers.flatMap(({ data }) => data.filter(isWireEntity).map(identify)));
  const evidence = planned.map((one): Evidence => {
    const { action, entityType, entityKey, identity } = one;
    const row = present.has(identity) ? rows.get(identity) : undefined;
    return { action, entityType, entityKey, found: findOut(one, row, host) };
  });
  return { verdict: judge(evidence), evidence };
}

/** Only ids made here prove who created something; a metadata row may be anybody's. */
const isProof = ({ action, entityKey }: Pick<Evidence, "action" | "entityKey">): boolean =>
  action === "create" && entityKey.length === 1;

function findOut(
  operation: PlannedOperation,
  row: WireEntity | undefined,
  host: SendHost,
): Evidence["found"] {
  const { action, data } = operation;
  if (action === "delete") return row ? "not_applied" : "applied";
  if (isProof(operation)) return row ? "applied" : "not_applied";
  if (!row) return action === "create" ? "not_applied" : "undecided";
  const isThere = Object.entries(data).every(([name, value]) => sameWire(row[name], value, host));
  return isThere ? "applied" : "not_applied";
}

/**
 * Creations decide, as nobody else makes their ids; then deletions. What only sets values is not told apart from what
 * somebody else has changed since, and may be sent again: it sets the same values.
 */
function judge(evidence: readonly Evidence[]): Evidence["found"] {
  const proofs = evidence.filter(isProof);
  const deletions = evidence.filter(({ action }) => action === "delete");
  const deciding = proofs.length > 0 ? proofs : deletions.length > 0 ? deletions : evidence;
  const found = new Set(deciding.map((one) => one.found));
  if (deciding === evidence) return found.size === 1 && found.has("applied") ? "applied" : "not_applied";
  if (found.size > 1) return "undecided";
  const isApplied = found.has("applied");
  // Somebody else may have deleted the same; then the other changes must show that the commit came through.
  const settings = evidence.filter((one) => !isProof(one) && one.action !== "delete");
  const isDoubtful = deciding === deletions && isApplied && settings.some((one) => one.found !== "applied");
  return isDoubtful ? "undecided" : isApplied ? "applied" : "not_applied";
}

function sameWire(found: unknown, sent: unknown, host: SendHost): boolean {
  if (found === sent) return true;
  if (isWireDate(found) && isWireDate(sent)) return host.dates.same(found, sent);
  if (Array.isArray(found) && Array.isArray(sent)) {
    const texts = (list: readonly unknown[]) => list.map((item) => comparable(item, host)).sort();
    return JSON.stringify(texts(found)) === JSON.stringify(texts(sent));
  }
  return comparable(found, host) === comparable(sent, host);
}

/** Text that is the same for values a server holds to be the same. */
function comparable(value: unknown, { registry }: SendHost): string {
  if (!isWireEntity(value)) return JSON.stringify(value) ?? "";
  const type = value[typeKey];
  const names = registry.find(type)?.primaryKey ?? ["id"];
  return `${registry.familyOf(type)}:${joinKey(names.map((name) => value[name]))}`;
}

/** The error of a commit of which nobody can tell what became. */
export function ambiguousCommit(evidence: readonly Evidence[], cause: unknown): AmbiguousCommitError {
  return new AmbiguousCommitError("session_ambiguous_commit", {
    message:
      "The answer to the commit was lost, and what the server has neither shows that it was carried out nor that it was not. Every operation is still pending: compare the evidence, then commit again or roll back.",
    details: { evidence },
    cause,
  });
}

function groupByType(planned: readonly PlannedOperation[]): Map<string, PlannedOperation[]> {
  const groups = new Map<string, PlannedOperation[]>();
  for (const one of planned) {
    const group = groups.get(one.entityType);
    if (group) group.push(one);
    else groups.set(one.entityType, [one]);
  }
  return groups;
}

const pause = (clock: Clock, delay: number): Promise<void> =>
  new Promise((resolve) => {
    clock.setTimer(delay, resolve, { keepAlive: true });
  });
