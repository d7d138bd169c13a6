import { type ComponentFacts, fileNameOf, type VersionPlace } from "./component-facts.js";
import { formatIndex, sequenceExpression } from "./sequence.js";
import { type Structure, type StructureContext, structureError } from "./structure.js";

/** How paths are put together. */
export interface StandardStructureOptions {
  /** Folder for versions that belong to the project itself. Defaults to none. */
  readonly projectVersionsPrefix?: string | undefined;
  /** Stands for characters that do not belong in a path; `null` keeps names as they are. Defaults to `"_"`. */
  readonly illegalCharacterSubstitute?: string | null | undefined;
}

/**
 * Readable paths: project, folders, asset and version, as in `bunny/seq/shot/comp/v003/main.exr`.
 *
 * Made as the Python client makes them, so that both find each other's files. Names that differ only in case,
 * accents or script can therefore meet in one path: accessors refuse to write over data, so the second component
 * fails instead of replacing the first. A name of which nothing is left is refused here, where the Python client
 * would put different components into one nameless folder. Use {@link IdStructure} where names are free.
 */
export class StandardStructure implements Structure {
  readonly needsVersion = true;
  readonly #projectVersionsPrefix: string | undefined;
  readonly #substitute: string | null;

  constructor({ projectVersionsPrefix, illegalCharacterSubstitute = "_" }: StandardStructureOptions = {}) {
    this.#projectVersionsPrefix = projectVersionsPrefix;
    this.#substitute = illegalCharacterSubstitute;
  }

  resourceIdentifier(component: ComponentFacts, { version }: StructureContext): string {
    if (!version)
      throw structureError(component, "belongs to no committed version, which its path is made of");
    const folders = this.#folders(version).map((name) => this.#part(component, name));
    return [...folders, ...this.#ending(component)].join("/");
  }

  /** Replaces what does not belong in a path (python client 21.4). */
  sanitise(name: string): string {
    const substitute = this.#substitute;
    if (substitute === null) return name;
    return name
      .normalize("NFKD")
      .replace(/[^\0-\x7f]/g, "")
      .replace(/[^\w.-]/g, () => substitute)
      .trim()
      .toLowerCase();
  }

  #folders(version: VersionPlace): string[] {
    const { projectName, folderNames, assetName } = version;
    const prefix = this.#projectVersionsPrefix;
    const between = folderNames.length > 0 || prefix === undefined ? folderNames : [prefix];
    return [projectName, ...between, assetName, `v${formatIndex(version.version, 3)}`];
  }

  #ending(component: ComponentFacts): string[] {
    const { container } = component;
    if (!container) return [this.#ownName(component)];
    if (container.kind === "sequence") {
      return [this.#part(component, `${container.name}.${component.name}${component.fileType}`)];
    }
    if (container.container) throw structureError(component, "lies in a container within a container");
    return [this.#part(component, container.name), this.#ownName(component)];
  }

  #ownName(component: ComponentFacts): string {
    const { kind, name, padding, fileType } = component;
    const ownName = this.#part(component, name);
    if (kind !== "sequence") return this.#part(component, fileNameOf(component));
    return `${ownName}.${sequenceExpression(padding)}${this.sanitise(fileType)}`;
  }

  #part(component: ComponentFacts, name: string): string {
    const part = this.sanitise(name);
    // A dot or two would be another folder, not a name.
    if (!/^\.*$/.test(part)) return part;
    throw structureError(
      component,
      `has no path: nothing is left of the name "${name}" that can stand in one`,
    );
  }
}
