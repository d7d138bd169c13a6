import { createQueryError } from "./query-error.js";
import { type Token, tokenize } from "./tokenizer.js";
import type { Name, Path, Segment, Span } from "./tree.js";

const name = /^[A-Za-z_]\w*$/;
/** Steps of a path between casts; one that follows a cast starts with a dot. */
const steps = /^\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** Goes through the tokens of an expression, and reads the names and paths in it. */
export class TokenReader {
  protected readonly text: string;
  protected readonly tokens: Token[];
  protected index = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenize(text);
  }

  path(): Path {
    const segments: Segment[] = [];
    const { start } = this.token;
    do {
      const token = this.token;
      const follows = segments.length > 0;
      if (token.kind !== "word" || !steps.test(token.text) || follows !== token.text.startsWith(".")) {
        this.failExpecting("an attribute");
      }
      this.index++;
      addSegments(segments, token);
      if (!this.takeSymbol("[")) break;
      const cast = this.name("an entity type");
      if (!this.takeSymbol("]")) this.failExpecting('"]"');
      const last = segments.pop() as Segment;
      segments.push({ ...last, cast, end: this.end });
    } while (this.token.kind === "word" && this.token.text.startsWith("."));
    return { kind: "path", segments, start, end: this.end };
  }

  expectEnd(): void {
    if (this.token.kind !== "end") this.failExpecting("the end of the expression");
  }

  protected name(what: string): Name {
    const { kind, text, start, end } = this.token;
    if (kind !== "word" || !name.test(text)) this.failExpecting(`${what}`);
    this.index++;
    return { kind: "name", name: text, start, end };
  }

  protected get token(): Token {
    return this.tokens[this.index] as Token;
  }

  /** The current word in lower case, or nothing where something else stands. */
  protected get word(): string {
    return this.token.kind === "word" ? this.token.text.toLowerCase() : "";
  }

  /** Where the token before the current one ends. */
  protected get end(): number {
    return this.tokens[this.index - 1]?.end ?? 0;
  }

  protected since(span: Span): Span {
    return { start: span.start, end: this.end };
  }

  protected takeWord(keyword: string): boolean {
    if (this.word !== keyword) return false;
    this.index++;
    return true;
  }

  protected isSymbol(text: string): boolean {
    return this.token.kind === "symbol" && this.token.text === text;
  }

  protected takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.index++;
    return true;
  }

  protected failExpecting(what: string): never {
    const { kind, start, end } = this.token;
    const found = kind === "end" ? "the end of the expression" : shorten(this.text.slice(start, end));
    this.fail(`Expected ${what}, found ${found}${this.#hint()}`);
  }

  /** Other query languages spell negation as two words. */
  #hint(): string {
    const [before, previous, current] = this.tokens
      .slice(Math.max(0, this.index - 2), this.index + 1)
      .map((token) => token.text.toLowerCase());
    if (before === "is" && previous === "not") return '. Did you mean "is_not"?';
    return current === "not" ? '. Did you mean "not_in" or "not_like"?' : "";
  }

  protected fail(message: string): never {
    const { start, end } = this.token;
    const stop = message.endsWith("?") ? "" : ".";
    throw createQueryError("query_syntax", `${message}${stop}`, { text: this.text, offset: start, end });
  }
}

/** Splits `a.b.c` into its steps, each with its own position. */
function addSegments(segments: Segment[], token: Token): void {
  let start = token.start;
  for (const part of token.text.split(".")) {
    const end = start + part.length;
    if (part !== "") segments.push({ name: part, cast: undefined, start, end });
    start = end + 1;
  }
}

const shorten = (found: string): string => (found.length > 40 ? `${found.slice(0, 40)}…` : found);
