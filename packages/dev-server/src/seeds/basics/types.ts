import { builtInObjectTypes } from "../../schema/object-types.js";
import type { SeedWriter } from "../seed-writer.js";

const classic = (head: string): string => `${head}-4164-11df-9218-0019bb4983d8`;
const build = (head: string): string => `${head}-13c6-11e3-abf2-f23c91dfaa16`;

/** Kinds of work (wire protocol 4.7). */
export const taskTypes = {
  conceptArt: ["56807358-a0f4-11e9-9843-d27cf242b68b", "Concept Art", "#9B59B6"],
  modeling: [classic("44dc53c8"), "Modeling", "#BF9000"],
  rigging: [classic("44dd5868"), "Rigging", "#CD6155"],
  lookdev: [classic("44dc8cd0"), "Lookdev", "#27AE60"],
  texture: ["a750a84f-b253-11eb-ad41-1e003a0c2434", "Texture", "#16A085"],
  tracking: [classic("44dd3ed2"), "Tracking", "#7F8C8D"],
  previz: [classic("44dc6ffc"), "Previz", "#AF7AC5"],
  layout: ["ffaebf7a-9dca-11e9-8346-d27cf242b68b", "Layout", "#5DADE2"],
  animation: [classic("44dc3636"), "Animation", "#2E86C1"],
  effects: [classic("44dcea86"), "FX", "#E74C3C"],
  lighting: [classic("44dd08fe"), "Lighting", "#F1C40F"],
  rotoscoping: ["c3bcfdb4-ad7d-11e1-a444-f23c91df1211", "Rotoscoping", "#85929E"],
  compositing: [classic("44dd23b6"), "Compositing", "#1ABC9C"],
  rendering: ["262225e8-9dcb-11e9-82b8-d27cf242b68b", "Rendering", "#34495E"],
  editing: ["cc46c4c6-13d2-11e3-8915-f23c91dfaa16", "Editing", "#D35400"],
  conform: ["a3ead45c-ae42-11e9-9454-d27cf242b68b", "Conform", "#BA4A00"],
  production: ["b628a004-ad7d-11e1-896c-f23c91df1211", "Production", "#626567"],
  deliverable: ["ae1e2480-f24e-11e2-bd1f-f23c91dfaa16", "Deliverable", "#1F618D"],
} as const;

/** Kinds of asset builds. */
export const buildTypes = {
  character: [build("66d145f0"), "Character", "#E59866"],
  prop: [build("66d1aedc"), "Prop", "#7DCEA0"],
  environment: [build("66d1daba"), "Environment", "#73C6B6"],
  mattePainting: [build("66d2038c"), "Matte Painting", "#7FB3D5"],
} as const;

export type TaskTypeName = keyof typeof taskTypes;
export type BuildTypeName = keyof typeof buildTypes;

export const taskTypeId = (name: TaskTypeName): string => taskTypes[name][0];
export const buildTypeId = (name: BuildTypeName): string => buildTypes[name][0];

/** Icons by object type. */
const icons: Readonly<Record<string, string>> = {
  Task: "task",
  Shot: "movie",
  Sequence: "folder_open",
  Episode: "video_library",
  Folder: "folder",
  "Asset Build": "box",
  Milestone: "flag",
};

export function addTypes(seed: SeedWriter): void {
  builtInObjectTypes.forEach((objectType, sort) => {
    seed.add("ObjectType", { ...objectType, icon: icons[objectType.name] ?? "default", sort });
  });
  [...Object.values(taskTypes), ...Object.values(buildTypes)].forEach(([id, name, color], sort) => {
    seed.add("Type", { id, name, color, sort, is_billable: true });
  });
}
