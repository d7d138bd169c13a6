import type { Event, EventData } from "./event.js";

/** An entity named in an event, by the server's own spelling of its type. */
export interface EventEntity {
  readonly entityId: string;
  readonly entityType: string;
}

/** One entity of an `ftrack.update`, in the server's own dialect (wire protocol 8.1); see `decodeUpdate`. */
export interface UpdateEntity extends EventEntity {
  readonly entity_type?: string | undefined;
  readonly action?: string | undefined;
  readonly parentId?: string | null | undefined;
  readonly objectTypeId?: string | null | undefined;
  readonly keys?: readonly string[] | null | undefined;
  readonly changes?:
    | Readonly<Record<string, { readonly old?: unknown; readonly new?: unknown } | null>>
    | null
    | undefined;
  readonly parents?: readonly UpdateParent[] | null | undefined;
  readonly [key: string]: unknown;
}

/** An entity above the changed one, as `ftrack.update` names it. */
export interface UpdateParent extends EventEntity {
  readonly entity_type?: string | undefined;
  readonly parentId?: string | null | undefined;
}

/** Data of `ftrack.update`. */
export interface UpdateData {
  readonly entities?: readonly UpdateEntity[] | null | undefined;
  readonly parents?: readonly string[] | null | undefined;
  readonly clientToken?: string | null | undefined;
  readonly pushToken?: string | null | undefined;
  readonly user?:
    | { readonly userid?: string | undefined; readonly name?: string | undefined }
    | null
    | undefined;
  readonly [key: string]: unknown;
}

/** Data of `ftrack.action.discover`: what is selected in the web client. */
export interface ActionDiscoverData {
  readonly selection: readonly EventEntity[];
  readonly [key: string]: unknown;
}

/** Data of `ftrack.action.launch`: the action, what it was launched on, and what a form was filled in with. */
export interface ActionLaunchData extends ActionDiscoverData {
  readonly actionIdentifier: string;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What the events of each topic carry. Add your own by declaration merging.
 *
 * @example
 * declare module "@ftrack-kit/core" {
 *   interface EventTopics { "studio.render.done": { shot: string } }
 * }
 */
export interface EventTopics {
  "ftrack.update": UpdateData;
  "ftrack.action.discover": ActionDiscoverData;
  "ftrack.action.launch": ActionLaunchData;
  "ftrack.location.component-added": { readonly component_id: string; readonly location_id: string };
  "ftrack.location.component-removed": { readonly component_id: string; readonly location_id: string };
  "ftrack.location.request-resolve": {
    readonly componentId: string;
    readonly locationName: string;
    readonly platform: string;
  };
}

type Unquoted<Text extends string> = Text extends `"${infer Inner}"` | `'${infer Inner}'` ? Inner : Text;
type FirstCondition<Text extends string> = Text extends `${infer First} and ${string}` ? First : Text;
type TopicIn<Text extends string> = Text extends `${string} or ${string}` | `not ${string}` | `(${string}`
  ? never
  : FirstCondition<Text> extends `topic=${infer Topic}`
    ? Unquoted<Topic>
    : never;

/** What the events of a subscription carry, read from the start of its text: `topic=ftrack.update and …`. */
export type DataOf<Text extends string> =
  TopicIn<Text> extends infer Topic
    ? [Topic] extends [never]
      ? EventData
      : Topic extends keyof EventTopics
        ? EventTopics[Topic]
        : EventData
    : never;

/** What a subscription calls. A value it returns, other than `null` and `undefined`, is sent as reply. */
export type EventHandler<Data = EventData> = (event: Event<Data>, context: HandlerContext) => unknown;

/** What a handler gets beside the event. */
export interface HandlerContext {
  /** Aborts when the handler has run out of its time, or the hub is closed. */
  readonly signal: AbortSignal;
}
