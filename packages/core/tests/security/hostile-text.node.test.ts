import { describe, expect, it } from "vitest";
import { DateCodec } from "../../src/codec/dates.js";
import { FtrackError } from "../../src/errors/ftrack-error.js";
import { decodeEvent } from "../../src/events/decode-event.js";
import { parseExpression } from "../../src/events/expression.js";
import { compileExpression } from "../../src/events/expression-matcher.js";
import { decodePacket } from "../../src/events/packet.js";
import { readAnswer } from "../../src/http/read-answer.js";
import { parseRetryAfter } from "../../src/http/retry.js";
import { parseSequence, printSequence } from "../../src/locations/sequence.js";
import { parsePath } from "../../src/query/parse-path.js";
import { parseCriteria, parseQuery } from "../../src/query/parser.js";
import { printCriteria } from "../../src/query/printer.js";
import { ql } from "../../src/query/ql.js";
import { createRedact } from "../../src/util/redact.js";

const dates = new DateCodec("iso", true);
const redact = createRedact(["secret-of-the-studio"]);

/** Everything that reads text from users, files or servers. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  "a query": (text) => parseQuery(text),
  criteria: (text) => printCriteria(parseCriteria(text)),
  "a value in a query": (text) => parseQuery(ql`Task where name like "%${text}%" or id in ${[text]}`.text),
  "text around a value": (text) => ql.bind(`${text}{value}`, { value: 1 }),
  "an attribute path": (text) => parsePath(text),
  "an event expression": (text) => compileExpression(parseExpression(text)),
  "a topic": (text) => compileExpression(parseExpression(`topic="${text}"`)),
  "a packet": (text) => decodePacket(text),
  "a packet's event": (text) => decodePacket(`5:1::${text}`),
  "an acknowledgement": (text) => decodePacket(`6:::${text}`),
  "an event": (text) => decodeEvent({ topic: text, id: text, target: text, data: text }),
  "a page in place of an answer": (text) =>
    readAnswer(502, `<html>${text}`, { requestId: "1", actions: ["query"] }, redact),
  "an answer": (text) => readAnswer(200, text, { requestId: "1", actions: ["query"] }, redact),
  "a wait": (text) => parseRetryAfter(text, 0),
  "a sequence": (text) => {
    const sequence = parseSequence(text);
    return sequence && printSequence(sequence);
  },
  "the ranges of a sequence": (text) => parseSequence(`shot.%04d.exr [${text}]`),
  "a date": (text) => dates.decode({ __type__: "datetime", value: text } as never),
  "a date to store": (text) => dates.encode(text),
};

/** What makes patterns go back and forth, and recursive readers go deep. */
const pieces = [
  ...'()[{"\\/<>,.:- \n\0a0',
  "%d",
  " [",
  "%d [",
  "] ",
  "not ",
  "a and ",
  "a is 1 and ",
  "has (",
  "x=1 or ",
  "(x=",
  "<style",
  "<script>",
  "<!--",
  "</",
  '\\"',
  '""',
  "a.",
  "1-",
  "1,",
  "2031-01-01T",
  "00:",
  "{a",
  '{"a":',
  "[[",
  "\u2028",
  "\ud800",
];

const long = 50_000;
/** A reader in step with its text needs a few milliseconds; one that is not, minutes. */
const patience = 1_000;

/** How long a reader takes; it may refuse, with an error of ours. */
function timeOf(read: (text: string) => unknown, text: string): number {
  const start = performance.now();
  try {
    read(text);
  } catch (error) {
    if (!FtrackError.is(error)) throw error;
  }
  return performance.now() - start;
}

describe("hostile text", () => {
  for (const [what, read] of Object.entries(readers)) {
    it(`is read as ${what} in time that grows with its length, or is refused`, { timeout: 60_000 }, () => {
      const slow = pieces
        .flatMap((piece) => {
          const repeated = piece.repeat(Math.ceil(long / piece.length));
          return [`${repeated}\n!`, `"${repeated}`];
        })
        .map((text) => ({ text: `${text.slice(0, 12)}…${text.slice(-3)}`, time: timeOf(read, text) }))
        .filter(({ time }) => time > patience);

      expect(slow).toEqual([]);
    });
  }

  it.each(["a query", "an event expression", "a date to store"])(
    "is quoted in part when it is refused as %s",
    (what) => {
      const refuse = () => readers[what]?.(`${"(".repeat(150)}${"x".repeat(long)}`);

      expect(refuse).toThrow(FtrackError);
      try {
        refuse();
      } catch (error) {
        expect((error as Error).message.length).toBeLessThan(2_000);
      }
    },
  );
});
