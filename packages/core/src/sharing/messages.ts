import type { EventHubErrorCode } from "../errors/event-hub-error.js";

/** An error of the event hub on its way to another page. */
export interface WrittenError {
  readonly code: EventHubErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A member that waits for the answer to a read. */
export interface Asker {
  readonly member: string;
  readonly ask: number;
}

/** What members say to whoever leads. */
export type ToLeader =
  | { readonly type: "connect"; readonly connection: string }
  | { readonly type: "send"; readonly connection: string; readonly packet: number; readonly json: string }
  | { readonly type: "probe"; readonly connection: string }
  | { readonly type: "disconnect"; readonly connection: string }
  | { readonly type: "ask"; readonly ask: number; readonly key: string }
  /** The read that was this member's is done, or failed. */
  | { readonly type: "read"; readonly entry: string; readonly ok: boolean }
  | { readonly type: "wrote" };

/** What the leader says to members. */
export type FromLeader =
  /** There is a new leader: what was agreed with the one before is void. */
  | { readonly type: "leading" }
  | { readonly type: "connecting"; readonly connection: string }
  | { readonly type: "connected"; readonly connection: string }
  | { readonly type: "refused"; readonly connection: string; readonly error: WrittenError }
  | { readonly type: "answer"; readonly connection: string; readonly packet: number; readonly value: unknown }
  | { readonly type: "overdue"; readonly connection: string; readonly packet: number }
  | { readonly type: "alive"; readonly connection: string }
  | { readonly type: "event"; readonly payload: unknown }
  | { readonly type: "ended"; readonly reason: string }
  /** Somebody reads it already. */
  | { readonly type: "wait"; readonly ask: number }
  /** Nobody reads it: the asker does, and keeps the answer under this name for a while. */
  | { readonly type: "yours"; readonly ask: number; readonly entry: string }
  | { readonly type: "give"; readonly entry: string; readonly askers: readonly Asker[] };

/** What members say to each other. */
export type FromMember = {
  readonly type: "result";
  readonly ask: number;
  /** JSON text; absent when it is not kept any more. */
  readonly text: string | undefined;
};

export type Message = ToLeader | FromLeader | FromMember;
