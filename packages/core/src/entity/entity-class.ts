import { EntityError } from "../errors/entity-error.js";
import type { Attribute } from "../schema/entity-type.js";
import { assign } from "./assign.js";
import { readAttribute } from "./attribute-values.js";
import { Entity } from "./entity.js";
import { recordOf } from "./entity-face.js";
import type { EntityClass, EntityModel } from "./entity-model.js";

/**
 * Builds the class of an entity type: one accessor per attribute, on the prototype.
 *
 * No code is generated from text, so strict content policies allow it.
 */
export function createEntityClass(model: EntityModel): EntityClass {
  const built = class extends Entity {};
  Object.defineProperty(built, "name", { value: model.type.name });
  for (const attribute of model.type.attributes.values()) {
    if (!attribute.restricted) Object.defineProperty(built.prototype, attribute.name, accessor(attribute));
  }
  return built;
}

function accessor(attribute: Attribute): PropertyDescriptor & ThisType<Entity> {
  return {
    configurable: true,
    enumerable: true,
    get() {
      return readAttribute(recordOf(this), attribute);
    },
    set(value: unknown) {
      assign(recordOf(this), attribute, value);
    },
  };
}

/** Getters and methods to put on every entity of a type and its subtypes. */
export type EntityExtension = object;

/**
 * Puts the members of an extension on a class.
 *
 * @throws {@link EntityError} `entity_duplicate` when a member would hide an attribute or a `$`-member.
 */
export function extendClass(target: EntityClass, type: string, extension: EntityExtension): void {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(extension))) {
    if (name === "constructor") continue;
    if (name.startsWith("$") || isAttribute(target, name)) {
      throw new EntityError("entity_duplicate", {
        message: `"${name}" is already a member of ${type}. Choose another name for the extension's member.`,
        details: { entityType: type, member: name },
      });
    }
    Object.defineProperty(target.prototype, name, { ...descriptor, enumerable: false });
  }
}

/** Attributes are the enumerable members of a class. */
function isAttribute(target: EntityClass, name: string): boolean {
  for (let current: object | null = target.prototype; current; current = Object.getPrototypeOf(current)) {
    const descriptor = Object.getOwnPropertyDescriptor(current, name);
    if (descriptor) return descriptor.enumerable === true;
  }
  return false;
}
