import { collectionOf } from "../../entity/attribute-values.js";
import { EntityCollection } from "../../entity/collection.js";
import type { Entity } from "../../entity/entity.js";
import { isEntity, recordOf } from "../../entity/entity-face.js";
import { EntityError } from "../../errors/entity-error.js";
import type { CreateNoteOptions } from "../../schema/entity-methods.js";
import { createRecord } from "../create-entity.js";
import type { EntityStore } from "../entity-store.js";

/** `createNote` of every type that has notes. */
export function notableMethods(store: EntityStore): object {
  return {
    createNote(this: Entity, content: string, author: object, options: CreateNoteOptions = {}): Entity {
      const { recipients = [], labels = [] } = options;
      const { registry } = store;
      if (labels.length > 0 && !registry.has("NoteLabelLink")) {
        throw new EntityError("entity_unknown_type", {
          message: "This server has no note labels.",
          details: { entityType: "NoteLabelLink" },
        });
      }
      const note = createRecord(store, "Note", {
        content,
        author,
        parent_id: keyOf(this),
        parent_type: this.$type,
      }).entity;
      join(this, "notes", note);
      for (const recipient of recipients) {
        createRecord(store, "Recipient", { note_id: keyOf(note), resource_id: keyOf(recipient) });
      }
      for (const label of labels) {
        createRecord(store, "NoteLabelLink", { note_id: keyOf(note), label_id: keyOf(label) });
      }
      return note;
    },
  };
}

/** `createReply` of notes. */
export function noteMethods(store: EntityStore): object {
  return {
    createReply(this: Entity, content: string, author: object): Entity {
      const reply = createRecord(store, "Note", { content, author, in_reply_to: this }).entity;
      join(this, "replies", reply);
      return reply;
    },
  };
}

/** Shows a new member where the collection is loaded; the server learns of it from the member itself. */
function join(owner: Entity, name: string, member: Entity): void {
  const record = recordOf(owner);
  const attribute = record.model.type.attributes.get(name);
  const collection = attribute && collectionOf(record, attribute);
  if (collection instanceof EntityCollection && collection.isLoaded) collection.add(member);
}

function keyOf(entity: object): string {
  if (isEntity(entity)) return recordOf(entity).key;
  throw new EntityError("entity_invalid_value", { message: "An entity of the session was expected." });
}
