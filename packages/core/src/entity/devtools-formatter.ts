import { Entity, loadedValues } from "./entity.js";

/** Markup of browser consoles: a tag, its attributes and what is in it. */
export type ConsoleMarkup = readonly [tag: string, attributes: object, ...inner: (string | ConsoleMarkup)[]];

/** What a browser's console asks about a value; `null` leaves the value to the browser. */
export interface DevtoolsFormatter {
  /** The line shown for a value; `null` leaves it to the browser. */
  header(value: unknown): ConsoleMarkup | null;
  /** Whether there is more to unfold. */
  hasBody(value: unknown): boolean;
  /** What unfolds below the line. */
  body(value: unknown): ConsoleMarkup | null;
}

const quiet = { style: "opacity: 0.7" };

/**
 * Makes browser consoles show entities by what is loaded of them, as Node's does by itself.
 *
 * Works where "Custom formatters" is switched on in the developer tools of Chromium or Firefox. Never fetches.
 *
 * @example
 * window.devtoolsFormatters = [createDevtoolsFormatter()];
 */
export function createDevtoolsFormatter(): DevtoolsFormatter {
  return {
    header(value) {
      if (!(value instanceof Entity)) return null;
      const state = value.$state === "clean" ? "" : ` (${value.$state})`;
      return ["span", {}, `${value.$type}${state} `, ["span", quiet, value.$key.join(", ")]];
    },
    hasBody: (value) => value instanceof Entity,
    body(value) {
      if (!(value instanceof Entity)) return null;
      const rows = Object.entries(loadedValues(value)).map(
        ([name, object]): ConsoleMarkup => ["li", {}, ["span", quiet, `${name}: `], ["object", { object }]],
      );
      return ["ol", { style: "list-style: none; margin: 0; padding-left: 1em" }, ...rows];
    },
  };
}
