import type { typeKey } from "./wire-entity.js";

/** One operation of a batch to `/api`. Actions the SDK does not know are allowed. */
export interface Operation {
  readonly action: string;
  readonly [field: string]: unknown;
}

export interface CreateOperation extends Operation {
  readonly action: "create";
  readonly entity_type: string;
  readonly entity_key: readonly unknown[];
  readonly entity_data: Readonly<Record<string, unknown>> & { readonly [typeKey]: string };
}

export interface UpdateOperation extends Operation {
  readonly action: "update";
  readonly entity_type: string;
  readonly entity_key: readonly unknown[];
  readonly entity_data: Readonly<Record<string, unknown>> & { readonly [typeKey]: string };
}

export interface DeleteOperation extends Operation {
  readonly action: "delete";
  readonly entity_type: string;
  readonly entity_key: readonly unknown[];
}

/** What a `query` or `search` answers (wire protocol 2.1). */
export interface QueryAnswer {
  readonly action: string;
  readonly data: readonly unknown[];
  readonly metadata?: { readonly next?: { readonly offset?: number | null } };
}
