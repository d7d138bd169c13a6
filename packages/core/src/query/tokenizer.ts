import { createQueryError } from "./query-error.js";
import type { Span } from "./tree.js";

/** A piece of an expression. Keywords are words: where they stand decides what they are. */
export interface Token extends Span {
  readonly kind: "word" | "string" | "symbol" | "end";
  /** The word, the symbol, or a string's text with its escapes undone. */
  readonly text: string;
  /** As it prints: strings in double quotes, with their escapes. */
  readonly source: string;
}

const space = /\s*/y;
const symbol = /[<>!]=|[<>=()[\],]/y;
/** Anything that ends neither a word nor is a symbol (wire protocol 5.1, "bareword"). */
const word = /[^\s()[\],=<>!"']+/y;
/**
 * Splits an expression into tokens, the last of which has kind `end`.
 *
 * @throws {@link QueryError} `query_syntax` on an unfinished string or a stray character.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
  for (;;) {
    offset += match(space)?.[0].length ?? 0;
    if (offset >= text.length) break;
    const start = offset;
    const plain = match(word);
    const found = plain ?? match(symbol);
    if (found) {
      offset += found[0].length;
      const kind = plain ? "word" : "symbol";
      tokens.push({ kind, text: found[0], source: found[0], start, end: offset });
      continue;
    }
    const close = findClosingQuote(text, start);
    if (close < 0) throw unexpectedCharacter(text, start);
    offset = close + 1;
    const body = text.slice(start + 1, close);
    tokens.push({
      kind: "string",
      text: removeEscapes(body),
      source: inDoubleQuotes(body),
      start,
      end: offset,
    });
  }
  tokens.push({ kind: "end", text: "", source: "", start: text.length, end: text.length });
  return tokens;
}

/** A loop rather than a pattern: patterns run out of stack on very long strings. */
function findClosingQuote(text: string, start: number): number {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return -1;
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === quote) return index;
  }
  return -1;
}

/** A backslash gives the next character, whichever it is. */
const removeEscapes = (body: string): string => body.replace(/\\(.)/gs, "$1");

/** Quotes the body of a string of either kind, leaving the escapes it has. */
const inDoubleQuotes = (body: string): string =>
  `"${body.replace(/\\.|"/gs, (found) => (found === '"' ? '\\"' : found))}"`;

function unexpectedCharacter(text: string, offset: number): Error {
  const character = text[offset] as string;
  const message =
    character === "!"
      ? 'A "!" stands alone; use "!=" or "not".'
      : `The string that starts with ${character} has no closing quote.`;
  return createQueryError("query_syntax", message, { text, offset });
}
