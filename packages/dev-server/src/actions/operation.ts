import { MalformedOperationError } from "./errors.js";

/** One operation of a request, whose fields are read with the kind they have to be of. */
export class Operation {
  readonly fields: Readonly<Record<string, unknown>>;

  /** @throws {@link MalformedOperationError} when it is no object. */
  constructor(given: unknown) {
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      throw new MalformedOperationError("An operation is an object that names its action.");
    }
    this.fields = given as Readonly<Record<string, unknown>>;
  }

  get action(): unknown {
    return this.#read("action");
  }

  /** @throws {@link MalformedOperationError} */
  text(name: string): string {
    return this.optionalText(name) ?? this.#fail(name, "text");
  }

  optionalText(name: string): string | undefined {
    const value = this.#read(name);
    if (value === undefined || value === null) return undefined;
    return typeof value === "string" ? value : this.#fail(name, "text");
  }

  optionalNumber(name: string): number | undefined {
    const value = this.#read(name);
    if (value === undefined || value === null) return undefined;
    return typeof value === "number" && Number.isFinite(value) ? value : this.#fail(name, "a number");
  }

  flag(name: string): boolean {
    const value = this.#read(name) ?? false;
    return typeof value === "boolean" ? value : this.#fail(name, "true or false");
  }

  texts(name: string): readonly string[] {
    return this.optionalTexts(name) ?? this.#fail(name, "a list of texts");
  }

  optionalTexts(name: string): readonly string[] | undefined {
    const value = this.#read(name);
    if (value === undefined || value === null) return undefined;
    const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
    return isList ? value : this.#fail(name, "a list of texts");
  }

  /** The first part of a key that may be given bare or in a list. */
  optionalKey(name: string): string | undefined {
    const value = this.#read(name);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (first === undefined || first === null) return undefined;
    return typeof first === "string" ? first : this.#fail(name, "a key");
  }

  /** A list of objects, each read like an operation. */
  objects(name: string): readonly Operation[] {
    const value = this.#read(name);
    return Array.isArray(value)
      ? value.map((item) => new Operation(item))
      : this.#fail(name, "a list of objects");
  }

  #read(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
  }

  #fail(name: string, expected: string): never {
    throw new MalformedOperationError(`"${name}" has to be ${expected}.`);
  }
}
