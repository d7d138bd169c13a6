import { createId, type Logger, type ServerInformation, silentLogger } from "@ftrack-kit/core";
import { computedValue } from "../operations/computed-value.js";
import { MutationBatch } from "../operations/mutation-batch.js";
import { Budget } from "../query/budget.js";
import { Encoder } from "../query/encoder.js";
import type { QuerySource } from "../query/query-source.js";
import type { Workspace } from "../schema/workspace.js";
import type { Action, ActiveRequest, RequestLimits } from "./action.js";
import { errorBody, InvalidActionError, MalformedOperationError, statusOf, toApiError } from "./errors.js";
import { createActions } from "./known-actions.js";
import { Operation } from "./operation.js";
import type { DispatchResult, RequestContext } from "./request-context.js";
import type { Services } from "./services.js";

export interface DispatcherOptions {
  readonly workspace: Workspace;
  readonly services: Services;
  /** Values of `query_server_information` that replace the usual ones. */
  readonly information?: (() => ServerInformation) | undefined;
  readonly limits?: Partial<RequestLimits> | undefined;
  /** Told of failures that no client caused. */
  readonly logger?: Logger | undefined;
}

/** Carries requests out. */
export interface Dispatcher {
  /**
   * Carries a batch of operations out as one transaction.
   *
   * Never rejects: what goes wrong is the answer, and nothing of the batch stays.
   *
   * @param operations - The body of the request as it was parsed; a bare operation is a batch of one.
   */
  handle(operations: unknown, context: RequestContext): Promise<DispatchResult>;
}

const defaultLimits: RequestLimits = {
  operations: 20_000,
  expressionLength: 1_000_000,
  queryDepth: 100,
  steps: 20_000_000,
};

interface Task {
  readonly operation: Operation;
  readonly action: Action;
  readonly prepared: unknown;
}

/** Makes the dispatcher of one server. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { workspace, services, information = () => ({}), logger = silentLogger } = options;
  const limits: RequestLimits = { ...defaultLimits, ...options.limits };
  const actions = createActions(workspace, information);

  return {
    async handle(operations, context) {
      try {
        const tasks = await prepare(readBatch(operations));
        return { status: 200, ...run(tasks, context) };
      } catch (error) {
        const apiError = toApiError(error);
        if (apiError.exception === "ServerError" && apiError !== error) {
          logger.error("A request failed inside the server.", { error });
        }
        return { status: context.strict ? statusOf(apiError) : 200, body: errorBody(apiError), changes: [] };
      }
    },
  };

  function readBatch(given: unknown): readonly Operation[] {
    const batch: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (batch.length > limits.operations) {
      throw new MalformedOperationError(`A request holds at most ${limits.operations} operations.`);
    }
    return batch.map((operation) => new Operation(operation));
  }

  async function prepare(batch: readonly Operation[]): Promise<Task[]> {
    const tasks: Task[] = [];
    for (const operation of batch) {
      const action = actions.get(operation.action);
      if (!action) throw new InvalidActionError(operation.action);
      tasks.push({ operation, action, prepared: await action.prepare?.(operation, services) });
    }
    return tasks;
  }

  function run(tasks: readonly Task[], context: RequestContext): Pick<DispatchResult, "body" | "changes"> {
    const afterwards: (() => void)[] = [];
    const { result: body, changes } = workspace.store.transact(() => {
      const now = () => services.clock.now();
      const batch = new MutationBatch({ workspace, user: context.user, now, createId });
      const request = createRequest(context, batch, (work) => afterwards.push(work));
      const answers = tasks.map(({ operation, action, prepared }) =>
        action.run(operation, request, prepared),
      );
      batch.finish();
      return answers.map((write) => write());
    });
    for (const work of afterwards) {
      try {
        work();
      } catch (error) {
        // The request is committed; its answer stands.
        logger.error("Work that follows a request failed.", { error });
      }
    }
    return { body, changes };
  }

  function createRequest(
    context: RequestContext,
    batch: MutationBatch,
    afterCommit: (work: () => void) => void,
  ): ActiveRequest {
    const { store } = workspace;
    const { urls, clock } = services;
    const now = () => clock.now();
    const source: QuerySource = {
      store,
      get registry() {
        return workspace.registry;
      },
      computed: (row, attribute) =>
        computedValue(row, attribute, { store, registry: workspace.registry, now, urls }),
    };
    const budget = new Budget(limits.steps);
    const { onlyRequested, denormalize } = context;
    return {
      context,
      services,
      limits,
      budget,
      encoder: new Encoder(source, { budget, onlyRequested, denormalize: denormalize && onlyRequested }),
      store,
      source,
      get registry() {
        return workspace.registry;
      },
      createId,
      mutate: (operation) => batch.apply(operation),
      afterCommit,
    };
  }
}
