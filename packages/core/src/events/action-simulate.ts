import type { FormItem } from "./action-form.js";
import type { ActionJob } from "./action-job.js";
import {
  type ActionContext,
  type ActionDefinition,
  type ActionHost,
  type ActionReply,
  contextOf,
  offer,
  perform,
} from "./action-run.js";
import { Event, type EventSource } from "./event.js";
import type { EventHub } from "./event-hub.js";
import type { EventEntity } from "./event-topics.js";

/** What an action is tried on. */
export interface SimulateOptions {
  readonly selection?: readonly EventEntity[] | undefined;
  readonly user?: ActionContext["user"] | undefined;
  /** Answers to the form, as the web client would send them. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** What a user would have seen. */
export interface Simulation {
  readonly offered: boolean;
  /** The form, while it is not answered or not answered well. */
  readonly form?: readonly FormItem[] | undefined;
  readonly result?: { readonly success: boolean; readonly message: string } | undefined;
  /** Everything written to the job. */
  readonly job: readonly Parameters<ActionJob["update"]>[0][];
}

/** Plays discover, form and launch of an action, with a host that only takes notes. */
export async function simulate<Values>(
  definition: ActionDefinition<Values>,
  { selection = [], values, ...options }: SimulateOptions,
): Promise<Simulation> {
  const user = { id: "user", username: "user", ...options.user };
  const job: Parameters<ActionJob["update"]>[0][] = [];
  let told: ActionReply | undefined;
  const host: ActionHost = {
    apiUser: user.username ?? "",
    eventHub: {
      subscription: () => ({ id: "", unsubscribe: () => undefined, [Symbol.dispose]: () => undefined }),
      publish: (async (event: Event<unknown>) => {
        told = event.data as ActionReply;
        return event.id;
      }) as EventHub["publish"],
      publishReply: async ({ id }) => id,
    },
    createJob: async () => ({
      update: async (change) => {
        job.push(change);
      },
    }),
  };
  const source: EventSource = { id: "simulation", user };
  const discovered = await offer(
    definition,
    contextOf(new Event<unknown>("ftrack.action.discover", { selection }, { source })),
  );
  if (!discovered) return { offered: false, job };
  const data = { actionIdentifier: definition.id, selection, ...(values === undefined ? {} : { values }) };
  const launch = new Event<unknown>("ftrack.action.launch", data, { source });
  const answer = (await perform(definition, launch, host, new AbortController().signal)) ?? told;
  if (answer && "items" in answer) return { offered: true, form: answer.items, job };
  if (!answer) return { offered: true, job };
  return { offered: true, result: { success: answer.success, message: answer.message }, job };
}
