import { OptionsError } from "../errors/options-error.js";

/**
 * A zod object schema, of `zod` or `zod/mini`, version 4: what a form asks and what it answers.
 *
 * Only its own description and the Standard Schema interface are used, so core needs no zod of its own for it.
 */
export interface FormSchema<Values = unknown> {
  readonly _zod: { readonly def: object };
  readonly "~standard": {
    readonly validate: (value: unknown) => FormResult<Values> | Promise<FormResult<Values>>;
    readonly types?: { readonly input: unknown; readonly output: Values } | undefined;
  };
}

export type FormResult<Values> =
  | { readonly value: Values; readonly issues?: undefined }
  | { readonly issues: readonly FormIssue[] };

interface FormIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** How a field is shown, where its name and kind do not say enough. */
export interface FormField {
  /** Defaults to the field's name in words. */
  readonly label?: string | undefined;
  /** `textarea` or `hidden` in place of what the schema suggests. */
  readonly type?: "text" | "textarea" | "hidden" | undefined;
  /** What is filled in at first; defaults to the schema's own default. */
  readonly value?: unknown;
  /** Labels of the choices of an enumeration, by value. */
  readonly choices?: Readonly<Record<string, string>> | undefined;
}

/** One field of a form, as the web client draws it (wire protocol 8.2). */
export interface FormItem {
  readonly type: "text" | "textarea" | "number" | "date" | "boolean" | "enumerator" | "hidden" | "label";
  readonly name?: string | undefined;
  readonly label?: string | undefined;
  readonly value?: unknown;
  readonly data?: readonly { readonly label: string; readonly value: string }[] | undefined;
  readonly multi_select?: boolean | undefined;
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, FormSchema>>;
  readonly innerType?: FormSchema;
  readonly in?: FormSchema;
  readonly element?: FormSchema;
  readonly options?: readonly FormSchema[];
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
  readonly defaultValue?: unknown;
}

/** A field with everything around its kind taken off. */
interface Kind {
  readonly type: "string" | "number" | "boolean" | "date" | "choice" | "choices";
  readonly choices: readonly (string | number)[];
  readonly initial: unknown;
  readonly absent: "undefined" | "null" | "required";
}

const definitionOf = (schema: FormSchema): Definition => schema._zod.def as Definition;
const wrappers = new Set(["optional", "nullable", "default", "prefault", "readonly", "catch", "nonoptional"]);

function kindOf(field: string, schema: FormSchema): Kind {
  let absent: Kind["absent"] = "required";
  let initial: unknown;
  let definition = definitionOf(schema);
  while (wrappers.has(definition.type) || definition.type === "pipe") {
    if (definition.type === "nullable") absent = "null";
    else if (definition.type !== "pipe" && absent === "required" && definition.type !== "readonly")
      absent = "undefined";
    if ("defaultValue" in definition) initial = definition.defaultValue;
    const inner = definition.innerType ?? definition.in;
    if (!inner) break;
    definition = definitionOf(inner);
  }
  const kind = basicKind(definition);
  if (kind) return { ...kind, absent, initial };
  throw new OptionsError("options_invalid", {
    message: `A form cannot ask for "${field}" (${definition.type}). Use text, numbers, booleans, dates, enumerations or lists of these.`,
    details: { field, type: definition.type },
  });
}

function basicKind(definition: Definition): Pick<Kind, "type" | "choices"> | undefined {
  const { type } = definition;
  if (type === "string" || type === "number" || type === "boolean" || type === "date")
    return { type, choices: [] };
  const choices = choicesOf(definition);
  if (choices) return { type: "choice", choices };
  if (type !== "array" || !definition.element) return undefined;
  const several = choicesOf(definitionOf(definition.element));
  return several && { type: "choices", choices: several };
}

function choicesOf({ type, entries, values, options }: Definition): readonly (string | number)[] | undefined {
  if (type === "enum" && entries) return Object.values(entries);
  if (type === "literal" && values) return values.filter(isChoice);
  if (type !== "union" || !options) return undefined;
  const each = options.map((option) => choicesOf(definitionOf(option)));
  return each.every((found) => found !== undefined) ? each.flat() : undefined;
}

const isChoice = (value: unknown): value is string | number =>
  typeof value === "string" || typeof value === "number";

function fieldsOf(schema: FormSchema): [name: string, kind: Kind][] {
  const { shape } = definitionOf(schema);
  if (!shape) {
    throw new OptionsError("options_invalid", {
      message: "The form of an action must be a zod object schema.",
    });
  }
  return Object.entries(shape).map(([name, field]) => [name, kindOf(name, field)]);
}

const itemTypes = {
  string: "text",
  number: "number",
  boolean: "boolean",
  date: "date",
  choice: "enumerator",
  choices: "enumerator",
} as const;

/**
 * Describes a form to the web client.
 *
 * @param values - What was filled in before, to be shown again.
 * @throws {@link OptionsError} `options_invalid` for a field no form can ask for.
 */
export function describeForm(
  schema: FormSchema,
  fields: Readonly<Record<string, FormField | undefined>> = {},
  values: Readonly<Record<string, unknown>> = {},
): FormItem[] {
  return fieldsOf(schema).map(([name, { type, choices, initial }]) => {
    const {
      label = inWords(name),
      type: shown = itemTypes[type],
      value = initial,
      choices: labels = {},
    } = fields[name] ?? {};
    const filled = values[name] ?? value;
    return {
      type: shown,
      name,
      label,
      ...(filled === undefined ? {} : { value: filled instanceof Date ? filled.toISOString() : filled }),
      ...(choices.length === 0
        ? {}
        : {
            data: choices.map((choice) => ({
              label: labels[choice] ?? String(choice),
              value: String(choice),
            })),
          }),
      ...(type === "choices" ? { multi_select: true } : {}),
    };
  });
}

/** `frame_range` and `frameRange` as "Frame range". */
function inWords(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Turns what the web client sends for a form into the values its schema describes, or the reasons it is not. */
export async function readAnswers<Values>(
  schema: FormSchema<Values>,
  answers: Readonly<Record<string, unknown>>,
): Promise<FormResult<Values>> {
  const values = Object.fromEntries(
    fieldsOf(schema).map(([name, kind]) => [name, readAnswer(answers[name], kind)] as const),
  );
  return schema["~standard"].validate(values);
}

/** The web client knows text where the schema may want a number, a date, or nothing. */
function readAnswer(answer: unknown, { type, choices, absent }: Kind): unknown {
  const empty = answer === undefined || answer === null || answer === "";
  if (empty && absent !== "required") return absent === "null" ? null : undefined;
  switch (type) {
    case "number":
      return typeof answer === "string" && answer.trim() !== "" ? Number(answer) : answer;
    case "boolean":
      return answer === "true" || answer === "1" || answer === 1
        ? true
        : empty || answer === "false" || answer === "0" || answer === 0
          ? false
          : answer;
    case "date":
      return typeof answer === "string" && !empty ? new Date(answer) : answer;
    case "choice":
      return asChoice(answer, choices);
    case "choices":
      return (Array.isArray(answer) ? answer : empty ? [] : String(answer).split(",")).map((one) =>
        asChoice(one, choices),
      );
    case "string":
      return answer;
  }
}

function asChoice(answer: unknown, choices: readonly (string | number)[]): unknown {
  return choices.find((choice) => String(choice) === String(answer)) ?? answer;
}

/** One line per problem, each naming its field. */
export function describeIssues(issues: readonly FormIssue[]): string {
  return issues
    .map(({ message, path = [] }) => {
      const field = path.map((step) => String(typeof step === "object" ? step.key : step)).join(".");
      return field === "" ? message : `${inWords(field)}: ${message}`;
    })
    .join("\n");
}
