/** The name under which Node and its relatives look for how to print an object. */
export const inspect = Symbol.for("nodejs.util.inspect.custom");

/** Prints a value as the console does. */
export type Print = (value: unknown, options: object) => string;

/** Entities refer to each other in circles and each is printed on its own, so even printing everything has an end. */
const deepest = 3;

/** Prints what an object holds, as deep as the console has depth left for it; `null` stands for no limit. */
export function printInner(value: unknown, depth: number | null, options: object, print: Print): string {
  return print(value, { ...options, depth: Math.min(depth ?? deepest, deepest) });
}
