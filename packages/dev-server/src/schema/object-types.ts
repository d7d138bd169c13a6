import type { ObjectTypeTraits } from "./types/contexts.js";
import { wellKnown } from "./well-known.js";

/** An `ObjectType` row a server begins with. */
export interface BuiltInObjectType extends ObjectTypeTraits {
  readonly is_taskable: boolean;
  readonly is_leaf: boolean;
}

const objectType = (id: string, name: string, traits: Partial<BuiltInObjectType>): BuiltInObjectType => ({
  id,
  name,
  is_time_reportable: false,
  is_taskable: false,
  is_typeable: false,
  is_statusable: false,
  is_schedulable: false,
  is_leaf: false,
  ...traits,
});

const ids = wellKnown.objectTypes;

/** Object types of a fresh server (wire protocol 4.7). */
export const builtInObjectTypes: readonly BuiltInObjectType[] = [
  objectType(ids.task, "Task", {
    is_time_reportable: true,
    is_typeable: true,
    is_statusable: true,
    is_schedulable: true,
    is_leaf: true,
  }),
  objectType(ids.shot, "Shot", { is_taskable: true, is_statusable: true }),
  objectType(ids.sequence, "Sequence", { is_taskable: true }),
  objectType(ids.episode, "Episode", { is_taskable: true, is_statusable: true }),
  objectType(ids.folder, "Folder", { is_taskable: true }),
  objectType(ids.assetBuild, "Asset Build", { is_taskable: true, is_typeable: true, is_statusable: true }),
  objectType(ids.milestone, "Milestone", {
    is_typeable: true,
    is_statusable: true,
    is_schedulable: true,
    is_leaf: true,
  }),
];
