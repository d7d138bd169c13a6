import type { ComponentFacts } from "./component-facts.js";
import { sequenceExpression } from "./sequence.js";
import type { Structure } from "./structure.js";

/** Spreads components over folders named after the first four characters of their id. */
export class IdStructure implements Structure {
  readonly #prefix: string;

  constructor({ prefix = "" }: { readonly prefix?: string | undefined } = {}) {
    this.#prefix = prefix.replace(/\/+$/, "");
  }

  resourceIdentifier(component: ComponentFacts): string {
    return this.#identifier(component).replace(/^\/+|\/+$/g, "");
  }

  #identifier(component: ComponentFacts): string {
    const { container, id, fileType, name, kind } = component;
    if (kind === "file" && container?.kind === "sequence") {
      return `${this.#folder(container.id)}/file.${name}${fileType}`;
    }
    if (kind === "file" && container) return `${this.#folder(container.id)}/${id}${fileType}`;
    if (kind === "file") return `${this.#folder(id)}${fileType}`;
    if (kind === "sequence")
      return `${this.#folder(id)}/file.${sequenceExpression(component.padding)}${fileType}`;
    return this.#folder(id);
  }

  #folder(id: string): string {
    return [this.#prefix, ...id.slice(0, 4), id.slice(4)].join("/");
  }
}
