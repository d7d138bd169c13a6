import { LocationError } from "../errors/location-error.js";
import type { ComponentFacts, VersionPlace } from "./component-facts.js";

/** What a structure makes a path from. */
export interface StructureContext {
  /** Where the data comes from, as its location names it. */
  readonly sourceResourceIdentifier?: string | undefined;
  /** Where the component's version stands; given when the structure asks for it. */
  readonly version?: VersionPlace | undefined;
}

/** Decides under which identifier a location keeps a component. */
export interface Structure {
  /** Whether identifiers depend on the version; versions are then read in one go for all components. */
  readonly needsVersion?: boolean | undefined;
  /** Where the data of a component goes. @throws `LocationError` `location_structure` where it cannot say. */
  resourceIdentifier(component: ComponentFacts, context: StructureContext): string | Promise<string>;
}

/** Keeps the identifier the data has at its source. */
export class OriginStructure implements Structure {
  resourceIdentifier(component: ComponentFacts, { sourceResourceIdentifier }: StructureContext): string {
    if (sourceResourceIdentifier !== undefined) return sourceResourceIdentifier;
    throw structureError(component, "is not known at its source, so it has no identifier to keep");
  }
}

/** Uses the component's id. */
export class EntityIdStructure implements Structure {
  resourceIdentifier({ id }: ComponentFacts): string {
    return id;
  }
}

export function structureError(component: ComponentFacts, problem: string): LocationError {
  return new LocationError("location_structure", {
    message: `Component "${component.name}" (${component.id}) ${problem}.`,
    details: { componentId: component.id },
  });
}
