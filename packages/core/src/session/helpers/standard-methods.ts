import type { EntityExtension } from "../../entity/entity-class.js";
import type { EntityType } from "../../schema/entity-type.js";
import type { EntityStore } from "../entity-store.js";
import { componentMethods, type MediaSession, thumbnailMethods, versionMethods } from "./media-methods.js";
import { notableMethods, noteMethods } from "./note-methods.js";
import { projectSchemaMethods } from "./project-schema-methods.js";
import { userMethods } from "./user-methods.js";

/** The helper methods a type has by what it is and by what it holds. */
export function standardMethods(type: EntityType, store: EntityStore): EntityExtension[] {
  const media = store.session as MediaSession;
  const methods: EntityExtension[] = [];
  if (type.attributes.has("notes") && store.registry.has("Note")) methods.push(notableMethods(store));
  if (type.attributes.has("thumbnail_id")) methods.push(thumbnailMethods(media));
  // By family and not by name: link types such as NoteComponent end the same.
  if (store.registry.isKindOf(type.name, "Component")) methods.push(componentMethods(media));
  if (type.name === "Note") methods.push(noteMethods(store));
  if (type.name === "User") methods.push(userMethods(store));
  if (type.name === "ProjectSchema") methods.push(projectSchemaMethods(store));
  if (type.name === "AssetVersion") methods.push(versionMethods(media));
  return methods;
}
