import { FtrackError } from "./ftrack-error.js";

export type EventHubErrorCode =
  | "event_hub_connection"
  | "event_hub_closed"
  | "event_hub_expression"
  | "event_hub_duplicate_subscriber"
  | "event_hub_unknown_subscriber"
  | "event_hub_rejected"
  | "event_hub_unacknowledged"
  | "event_hub_unserialisable"
  | "event_hub_overflow"
  | "event_hub_reply_timeout"
  | "event_hub_handler_timeout";

/** The event hub could not connect, subscribe, publish or deliver. */
export class EventHubError extends FtrackError<EventHubErrorCode> {
  override readonly name: string = "EventHubError";
}
