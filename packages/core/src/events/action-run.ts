import {
  describeForm,
  describeIssues,
  type FormField,
  type FormItem,
  type FormSchema,
  readAnswers,
} from "./action-form.js";
import { type ActionJob, JobProgress } from "./action-job.js";
import { Event } from "./event.js";
import type { EventHub } from "./event-hub.js";
import type { EventEntity } from "./event-topics.js";
import { printExpression } from "./expression.js";

/** Who launched an action, and on what. */
export interface ActionContext {
  readonly selection: readonly EventEntity[];
  readonly user: { readonly id?: string | undefined; readonly username?: string | undefined };
  readonly event: Event<unknown>;
}

/** What the function of an action is given. */
export interface ActionRunContext<Values> extends ActionContext {
  /** What was filled in, as the form's schema types it. */
  readonly values: Values;
  /** Aborts when the hub is closed. */
  readonly signal: AbortSignal;
  /** Tells how far it is; written to the action's job, where there is one. */
  readonly progress: (description: string) => void;
}

/** What an action ended with. A text is a success with that message; nothing is a success without. */
export type ActionResult =
  | { readonly success: boolean; readonly message?: string | undefined }
  | string
  | undefined
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is an action too
  | void;

/** What an action is called, where it is offered, what it asks and what it does. */
export interface ActionDefinition<Values> {
  /** Unique among all actions of the server. */
  readonly id: string;
  readonly label: string;
  readonly variant?: string | undefined;
  readonly description?: string | undefined;
  /** Name or address of an icon. */
  readonly icon?: string | undefined;
  /** Whether it is offered for a selection; asked again before it runs. Always, by default. */
  readonly when?: ((context: ActionContext) => boolean | Promise<boolean>) | undefined;
  /** What to ask before it runs: a zod object schema, or how to make one for a selection. */
  readonly form?: FormSchema<Values> | ((context: ActionContext) => FormSchema<Values>) | undefined;
  /** How the form's fields are shown, by name. */
  readonly fields?: { readonly [Name in keyof Values]?: FormField | undefined } | undefined;
  /** Does the work. What it throws is told to the user in short, and to the job in full. */
  run(context: ActionRunContext<Values>): ActionResult | Promise<ActionResult>;
  /** Shows the work as a job with this description, and answers the user at once. */
  readonly job?: string | undefined;
  /** Whose launches it serves: those of the session's own user (the default), or everybody's. */
  readonly users?: "own" | "everyone" | undefined;
  /** Runs that may go on at once. Defaults to 4. */
  readonly concurrency?: number | undefined;
}

/** What an action needs of the session it is registered with. */
export interface ActionHost {
  readonly eventHub: Pick<EventHub, "subscription" | "publish" | "publishReply">;
  readonly apiUser: string;
  /** Makes a job for a user; actions with a `job` run without one where this is absent. */
  readonly createJob?: ((description: string, context: ActionContext) => Promise<ActionJob>) | undefined;
  /** Told of what cannot be told to anybody else. */
  readonly onProblem?: ((error: unknown) => void) | undefined;
}

/** What the web client is answered. */
export type ActionReply =
  | { readonly success: boolean; readonly message: string }
  | { readonly items: readonly FormItem[]; readonly title: string; readonly submit_button_label: string };

export function contextOf(event: Event<unknown>): ActionContext {
  const { selection } = (event.data ?? {}) as { selection?: unknown };
  return { event, selection: Array.isArray(selection) ? selection : [], user: event.source.user ?? {} };
}

/** Answers a discovery; `undefined` offers nothing. */
export async function offer<Values>(
  definition: ActionDefinition<Values>,
  context: ActionContext,
): Promise<object | undefined> {
  const { id, label, variant, description, icon, when } = definition;
  if (when && !(await when(context))) return undefined;
  return { items: [{ actionIdentifier: id, label, variant, description, icon }] };
}

/** From a launch to its answer: the form, the form again, or the result. */
export async function perform<Values>(
  definition: ActionDefinition<Values>,
  event: Event<unknown>,
  host: ActionHost,
  signal: AbortSignal,
): Promise<ActionReply | undefined> {
  const context = contextOf(event);
  const { form, fields, label, when } = definition;
  try {
    if (when && !(await when(context))) return failure(`${label} is not available for this selection.`);
    const schema = typeof form === "function" ? form(context) : form;
    if (!schema) return await work(definition, { ...context, values: {} as Values, signal }, host);
    const { values: answers } = event.data as { values?: unknown };
    if (typeof answers !== "object" || answers === null) return ask(label, describeForm(schema, fields));
    const given = answers as Readonly<Record<string, unknown>>;
    const read = await readAnswers(schema, given);
    if (read.issues === undefined)
      return await work(definition, { ...context, values: read.value, signal }, host);
    const problem: FormItem = { type: "label", value: describeIssues(read.issues) };
    return ask(label, [problem, ...describeForm(schema, fields, given)]);
  } catch (error) {
    host.onProblem?.(error);
    return failure(shortly(error));
  }
}

async function work<Values>(
  definition: ActionDefinition<Values>,
  context: Omit<ActionRunContext<Values>, "progress">,
  host: ActionHost,
): Promise<ActionReply | undefined> {
  if (definition.job === undefined || !host.createJob) {
    return reply(definition.label, await definition.run({ ...context, progress: () => undefined }));
  }
  const onProblem = host.onProblem ?? (() => undefined);
  const progress = new JobProgress(await host.createJob(definition.job, context), onProblem);
  // Browsers do not wait as long as jobs take: answer now, tell the end by itself.
  await host.eventHub
    .publishReply(context.event, { success: true, message: `${definition.label} has started.` })
    .catch(onProblem);
  let outcome: { readonly success: boolean; readonly message: string };
  let trace: string | undefined;
  try {
    const result = await definition.run({
      ...context,
      progress: (description) => progress.report(description),
    });
    outcome = reply(definition.label, result);
  } catch (error) {
    outcome = failure(shortly(error));
    trace = traceOf(error);
  }
  await progress.finish(outcome.success ? "done" : "failed", outcome.message, trace);
  await tell(host, context.user, outcome).catch(onProblem);
  return undefined;
}

/** Shows a message in the web client of the one who launched. */
async function tell(host: ActionHost, user: ActionContext["user"], outcome: object): Promise<void> {
  if (user.id === undefined) return;
  const conditions: readonly [string, string][] = [
    ["applicationId", "ftrack.client.web"],
    ["user.id", user.id],
  ];
  const target = printExpression({
    kind: "all",
    terms: conditions.map(([field, value]) => ({ kind: "condition", field, operator: "=", value })),
  });
  await host.eventHub.publish(
    new Event<unknown>("ftrack.action.trigger-user-interface", { type: "message", ...outcome }, { target }),
  );
}

function reply(label: string, result: ActionResult): { success: boolean; message: string } {
  if (typeof result === "string") return { success: true, message: result };
  const { success = true, message } = result ?? {};
  return { success, message: message ?? (success ? `${label} is done.` : `${label} failed.`) };
}

const ask = (title: string, items: readonly FormItem[]): ActionReply => ({
  items,
  title,
  submit_button_label: title,
});
const failure = (message: string) => ({ success: false, message });
const shortly = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\nCaused by: ${traceOf(error.cause)}`;
  const { stack = "" } = error;
  // Some engines write the message into the stack, others only the places.
  const trace = stack.includes(error.message) ? stack : `${error.name}: ${error.message}\n${stack}`;
  return `${trace}${cause}`;
}
