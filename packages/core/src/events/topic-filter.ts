import type { Expression } from "./expression.js";

/** The topics an expression can match at all. */
export interface TopicFilter {
  readonly exact: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

/** Which topics an expression can match, or `undefined` when it may match any; used to index subscriptions. */
export function topicsOf(expression: Expression): TopicFilter | undefined {
  switch (expression.kind) {
    case "condition": {
      if (expression.field !== "topic" || expression.operator !== "=") return undefined;
      const text = String(expression.value);
      return text.endsWith("*") && typeof expression.value === "string"
        ? { exact: new Set(), prefixes: [text.slice(0, -1)] }
        : { exact: new Set([text]), prefixes: [] };
    }
    case "not":
      return undefined;
    case "all": {
      const filters = expression.terms.map(topicsOf).filter((filter) => filter !== undefined);
      return filters.find((filter) => filter.prefixes.length === 0) ?? filters[0];
    }
    case "any": {
      const filters = expression.terms.map(topicsOf);
      if (!filters.every((filter) => filter !== undefined)) return undefined;
      return {
        exact: new Set(filters.flatMap((filter) => [...filter.exact])),
        prefixes: filters.flatMap((filter) => filter.prefixes),
      };
    }
  }
}
