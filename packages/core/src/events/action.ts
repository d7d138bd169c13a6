import { type ActionDefinition, type ActionHost, contextOf, offer, perform } from "./action-run.js";
import { type SimulateOptions, type Simulation, simulate } from "./action-simulate.js";
import type { Event } from "./event.js";
import type { ActionLaunchData } from "./event-topics.js";
import { type Expression, printExpression } from "./expression.js";

/** An action, ready to be registered with any number of sessions. */
export interface Action {
  readonly id: string;
  /** Offers it on a host's hub; returns how to take it back, at any time. Sessions do this with `registerAction`. */
  register(host: ActionHost): () => void;
  /** Plays discover, form and launch without a server. */
  simulate(options?: SimulateOptions): Promise<Simulation>;
}

/** The web client shows what was offered by then; milliseconds. */
const discoverTimeout = 5_000;

/**
 * Describes an action: when it is offered, what it asks, and what it does.
 *
 * @example
 * const rename = defineAction({
 *   id: "studio.rename",
 *   label: "Rename",
 *   when: ({ selection }) => selection.length === 1,
 *   form: z.object({ name: z.string() }),
 *   run: async ({ selection, values }) => `Renamed to ${values.name}`,
 * });
 * const takeBack = session.registerAction(rename);
 */
export function defineAction<Values = Record<never, never>>(definition: ActionDefinition<Values>): Action {
  const { id } = definition;
  return {
    id,
    register: (host) => {
      const { eventHub } = host;
      const user = definition.users === "everyone" ? undefined : host.apiUser;
      const discover = eventHub.subscription(
        addressedTo("ftrack.action.discover", user),
        (event) => (isFrom(event, user) ? offer(definition, contextOf(event)) : undefined),
        { concurrency: 16, timeout: discoverTimeout },
      );
      const launch = eventHub.subscription(
        addressedTo("ftrack.action.launch", user, id),
        (event, { signal }) =>
          isFrom(event, user) && (event.data as Partial<ActionLaunchData>).actionIdentifier === id
            ? perform(definition, event, host, signal)
            : undefined,
        { concurrency: definition.concurrency ?? 4 },
      );
      return () => {
        discover.unsubscribe();
        launch.unsubscribe();
      };
    },
    simulate: (options = {}) => simulate(definition, options),
  };
}

function addressedTo(topic: string, user: string | undefined, actionIdentifier?: string): string {
  const equals = (field: string, value: string): Expression => ({
    kind: "condition",
    field,
    operator: "=",
    value,
  });
  return printExpression({
    kind: "all",
    terms: [
      equals("topic", topic),
      ...(actionIdentifier === undefined ? [] : [equals("data.actionIdentifier", actionIdentifier)]),
      ...(user === undefined ? [] : [equals("source.user.username", user)]),
    ],
  });
}

/** Expressions know prefixes, so a name that ends in a star says more than one user. */
const isFrom = ({ source }: Event<unknown>, user: string | undefined): boolean =>
  user === undefined || source.user?.username === user;
