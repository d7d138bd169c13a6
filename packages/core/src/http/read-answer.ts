import * as z from "zod/mini";
import type { FtrackError } from "../errors/ftrack-error.js";
import { NetworkError, type RequestFacts } from "../errors/network-error.js";
import type { Redact } from "../util/redact.js";
import { type Repeat, repeatOfStatus } from "./retry.js";
import { createServerError } from "./server-errors.js";

/** An answer understood: the results, or the error and what may be repeated. */
export type Outcome =
  | { readonly results: readonly unknown[] }
  | { readonly error: FtrackError; readonly repeat: Repeat; readonly retryAfter?: number | undefined };

const refusalSchema = z.looseObject({
  exception: z.string(),
  content: z.optional(z.unknown()),
  error_code: z.optional(z.nullable(z.unknown())),
});

const excerptLength = 300;
/** Each way through ends where another begins, so that no page can make the search go back and forth. */
const markup = /<style[\s\S]*?(?:<\/style>|$)|<script[\s\S]*?(?:<\/script>|$)|<[^<>]*>/gi;
/** How much of a page is searched for words. */
const longestPage = 20_000;

/** Makes sense of the text of an answer: results, a refusal, or a page of something in between. */
export function readAnswer(
  status: number,
  text: string,
  facts: RequestFacts & { readonly actions: readonly string[] },
  redact: Redact,
): Outcome {
  const parsed = parseJson(text);
  const details = { ...facts, status };
  const refusal =
    parsed.ok && !Array.isArray(parsed.value) ? refusalSchema.safeParse(parsed.value) : undefined;
  if (refusal?.success) {
    const { exception, content, error_code: code } = refusal.data;
    const repeat = repeatOfRefusal(status);
    const error = createServerError(
      {
        exception: redact(exception),
        content: redact(
          typeof content === "string" ? content : content == null ? "" : JSON.stringify(content),
        ),
        errorCode: code == null ? null : redact(String(code)),
        retryable: repeat !== "never",
      },
      details,
    );
    return { error, repeat };
  }
  if (status >= 400) {
    return {
      error: new NetworkError("network_http_status", {
        message: `The server, or something in front of it, answered with HTTP status ${status}.`,
        details: { ...details, excerpt: excerptOf(text, redact) },
        retryable: repeatOfStatus(status) !== "never",
      }),
      repeat: repeatOfStatus(status),
    };
  }
  if (!parsed.ok || !Array.isArray(parsed.value) || parsed.value.length !== facts.actions.length) {
    return malformed(text, details, redact, parsed.ok ? undefined : parsed.cause);
  }
  return { results: parsed.value };
}

/** A refusal with status 500 is the server's considered answer (strict mode); busier statuses are of the moment. */
function repeatOfRefusal(status: number): Repeat {
  return status === 500 ? "never" : repeatOfStatus(status);
}

function malformed(text: string, details: RequestFacts, redact: Redact, cause: unknown): Outcome {
  const page = /^\s*</.test(text);
  return {
    error: new NetworkError("network_malformed_response", {
      message: page
        ? "A web page came back instead of JSON; check the server's address and what stands in front of it."
        : "The answer is not the JSON list that was asked for; it may have been cut short.",
      details: { ...details, excerpt: excerptOf(text, redact) },
      retryable: !page,
      // The parser quotes the answer in its message.
      cause: cause instanceof Error ? new SyntaxError(redact(cause.message)) : cause,
    }),
    repeat: page ? "never" : "reads",
  };
}

function excerptOf(text: string, redact: Redact): string {
  const start = text.slice(0, longestPage);
  const words = /^\s*</.test(start) ? start.replace(markup, " ") : start;
  return redact(words.replace(/\s+/g, " ").trim()).slice(0, excerptLength);
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false; cause: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (cause) {
    return { ok: false, cause };
  }
}
