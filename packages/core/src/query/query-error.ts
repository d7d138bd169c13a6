import { QueryError, type QueryErrorCode } from "../errors/query-error.js";

/** What {@link createQueryError} needs to point at a place. */
export interface ErrorPlace {
  readonly text: string;
  readonly offset: number;
  readonly end?: number | undefined;
}

const longestExcerpt = 100;

/** A {@link QueryError} whose message shows the line of the expression with a caret below the place. */
export function createQueryError(
  code: QueryErrorCode,
  message: string,
  place: ErrorPlace,
  details: Readonly<Record<string, unknown>> = {},
): QueryError {
  const { text } = place;
  const offset = Math.min(place.offset, text.length);
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const nextBreak = text.indexOf("\n", offset);
  const lineEnd = nextBreak < 0 ? text.length : nextBreak;
  const line = countLines(text, lineStart);
  const column = offset - lineStart + 1;

  const from = Math.max(lineStart, offset - longestExcerpt / 2);
  const excerpt = text.slice(from, Math.min(lineEnd, from + longestExcerpt)).replace(/\s/g, " ");
  const width = Math.max(1, Math.min(place.end ?? offset, from + excerpt.length) - offset);
  const pointer = `${excerpt}\n${" ".repeat(offset - from)}${"^".repeat(width)}`;

  return new QueryError(code, {
    message: `${message}\n\n${pointer}`,
    details: { ...details, offset, line, column, excerpt: pointer },
  });
}

function countLines(text: string, end: number): number {
  let count = 1;
  for (let index = text.indexOf("\n"); index >= 0 && index < end; index = text.indexOf("\n", index + 1))
    count++;
  return count;
}
