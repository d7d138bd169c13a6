import type { CreateOperation, DeleteOperation, Operation, UpdateOperation } from "../codec/operations.js";
import type { WireEntity } from "../codec/wire-entity.js";
import type { Schema, ServerInformation } from "../schema/wire.js";

/** What an action takes besides its name, and what it answers. */
interface ActionTypes<Request, Answer> {
  readonly request: Request;
  readonly answer: Answer;
}

/** Rows of a query as the server sent them (wire protocol 2.1). */
export interface RowsAnswer {
  readonly data: readonly WireEntity[];
  readonly metadata: { readonly next: { readonly offset: number | null } };
}

interface EntityAnswer {
  readonly data: WireEntity;
}

interface SentAnswer {
  readonly sent: boolean;
}

interface SecurityRole {
  readonly user_id: string;
  readonly role_id: string;
}

/** A place to upload to, or one per part (wire protocol 2.9). */
export type UploadAnswer =
  | {
      readonly component_id: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly component_id: string;
      readonly upload_id: string;
      readonly urls: readonly { readonly part_number: number; readonly signed_url: string }[];
    };

/**
 * The actions whose requests and answers are known (wire protocol 2); a studio's own may be added by declaration
 * merging. Any other action may be called too, and answers `unknown`.
 */
export interface CallActions {
  query: ActionTypes<{ expression: string }, RowsAnswer>;
  search: ActionTypes<
    {
      expression: string;
      entity_type: string;
      terms: readonly string[];
      context_id?: string | null | undefined;
      object_type_ids?: readonly string[] | null | undefined;
    },
    RowsAnswer
  >;
  create: ActionTypes<
    Pick<CreateOperation, "entity_type" | "entity_data"> & { entity_key?: readonly unknown[] | undefined },
    EntityAnswer
  >;
  update: ActionTypes<
    Pick<UpdateOperation, "entity_type" | "entity_data"> & { entity_key: readonly unknown[] | string },
    EntityAnswer
  >;
  delete: ActionTypes<
    Pick<DeleteOperation, "entity_type"> & { entity_key: readonly unknown[] | string },
    { readonly data: boolean }
  >;
  query_server_information: ActionTypes<{ values?: readonly string[] | undefined }, ServerInformation>;
  query_schemas: ActionTypes<unknown, readonly Schema[]>;
  get_upload_metadata: ActionTypes<
    {
      component_id: string;
      file_name?: string | undefined;
      file_size?: number | undefined;
      checksum?: string | null | undefined;
      parts?: number | null | undefined;
    },
    UploadAnswer
  >;
  complete_multipart_upload: ActionTypes<
    {
      component_id: string;
      upload_id: string;
      parts: readonly { readonly part_number: number; readonly e_tag: string }[];
    },
    { readonly component_id: string; readonly url: string }
  >;
  encode_media: ActionTypes<
    { component_id: string; version_id?: string | null | undefined; keep_original?: boolean | undefined },
    { readonly job_id: string }
  >;
  get_widget_url: ActionTypes<
    {
      name: string;
      theme?: "dark" | "light" | null | undefined;
      entity_type?: string | undefined;
      entity_key?: readonly unknown[] | undefined;
    },
    { readonly widget_url: string }
  >;
  /** Request fields are not evidenced. */
  generate_signed_url: ActionTypes<unknown, { readonly signed_url: string }>;
  /** Request fields are not evidenced. */
  compute_rollups: ActionTypes<unknown, { readonly data: readonly unknown[] }>;
  permissions: ActionTypes<unknown, { readonly data: Readonly<Record<string, unknown>> }>;
  reset_remote: ActionTypes<
    { reset_type: string; entity_type?: string | undefined; entity_key?: string | undefined },
    { readonly data: { readonly api_key: string } }
  >;
  delayed_job: ActionTypes<{ job_type: string; data?: unknown }, EntityAnswer>;
  send_user_invite: ActionTypes<{ user_id: string }, SentAnswer>;
  send_review_session_invite: ActionTypes<{ review_session_invitee_id: string }, SentAnswer>;
  add_user_security_role: ActionTypes<SecurityRole, unknown>;
  remove_user_security_role: ActionTypes<SecurityRole, unknown>;
  update_user_security_role: ActionTypes<SecurityRole & { new_role_id: string }, unknown>;
  grant_user_security_role_project: ActionTypes<SecurityRole & { project_id: string }, unknown>;
  revoke_user_security_role_project: ActionTypes<SecurityRole & { project_id: string }, unknown>;
}

/** An operation whose fields fit its action; those of an action that is not known may be anything. */
export type CheckedOperation<Given> = Given extends { readonly action: infer Name extends keyof CallActions }
  ? { readonly action: Name } & CallActions[Name]["request"]
  : Operation;

/** What an operation answers; `unknown` where its action is not known before the program runs. */
export type CallAnswer<Given> = Given extends { readonly action: infer Name extends keyof CallActions }
  ? CallActions[Name]["answer"]
  : unknown;

/** One answer per operation, in their order. */
export type CallAnswers<Operations extends readonly unknown[]> = {
  -readonly [Index in keyof Operations]: CallAnswer<Operations[Index]>;
};

/** Each operation checked by its action. */
export type CheckedOperations<Operations extends readonly unknown[]> = {
  readonly [Index in keyof Operations]: CheckedOperation<Operations[Index]>;
};
