import { inspect } from "node:util";

/** Every way in which a secret may be written. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams([["", secret]]).toString().slice(1),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString("base64"),
];

/** Gathers whatever a program shows of itself, and finds the secrets in it. */
export class Telltale {
  readonly #secrets: Set<string>;
  readonly #found = new Set<string>();
  /** Things looked at, so that a suite can tell that it saw anything at all. */
  seen = 0;

  constructor(secrets: readonly string[]) {
    this.#secrets = new Set(secrets);
  }

  /** From now on looks for this as well. */
  watchFor(secret: string): void {
    this.#secrets.add(secret);
  }

  /** Looks at a thing in every form in which it could be printed, stored or sent on. */
  show(what: string, thing: unknown): void {
    this.seen++;
    for (const [form, text] of formsOf(thing)) {
      for (const secret of this.#secrets) {
        if (spellings(secret).some((spelling) => text.includes(spelling)))
          this.#found.add(`${what} (${form}) tells ${secret}`);
      }
    }
  }

  /** Where which secrets were found. */
  get leaks(): string[] {
    return [...this.#found];
  }
}

function formsOf(thing: unknown): [form: string, text: string][] {
  if (typeof thing === "string") return [["text", thing]];
  const forms: [string, string][] = [
    ["inspect", inspect(thing, { depth: 12, showHidden: true, getters: true, maxStringLength: null })],
    ["text", String(thing)],
  ];
  try {
    forms.push(["json", JSON.stringify(thing) ?? ""]);
  } catch {
    // What cannot be written as JSON cannot leak that way.
  }
  for (let error = thing; error instanceof Error; error = error.cause) {
    forms.push(["message", error.message], ["stack", error.stack ?? ""]);
  }
  return forms;
}
