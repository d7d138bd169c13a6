import type { Session } from "@ftrack-kit/node";

/** A custom attribute's definition, as far as types depend on it. */
export interface Configuration {
  readonly key: string;
  readonly label: string | null;
  readonly entity_type: string;
  readonly is_hierarchical: boolean;
  readonly config: string;
  readonly object_type: { readonly name: string } | null;
  readonly type: { readonly name: string };
}

/** Every custom attribute definition of a workspace. */
export async function readConfigurations(session: Session): Promise<readonly Configuration[]> {
  const rows = await session
    .query(`
      select key, label, entity_type, is_hierarchical, config, object_type.name, type.name
      from CustomAttributeConfiguration order by entity_type, key`)
    .plain();
  return rows as unknown as readonly Configuration[];
}
