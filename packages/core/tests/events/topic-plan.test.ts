import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Event } from "../../src/events/event.js";
import { recipientOf } from "../../src/events/recipient-index.js";
import { createSubscription } from "../../src/events/subscription.js";
import { TopicPlan } from "../../src/events/topic-plan.js";

const recipient = (expression: string, place: number) =>
  recipientOf(
    createSubscription(expression, () => undefined, {}),
    place,
  );

/** Values that are told apart by kind, spelling and case. */
const values = ["jane", "Jane", "john", "1", "1.0", "true", "True", "ja*", ""];
const quoted = fc.constantFrom(...values).map((value) => `"${value}"`);
const condition = fc.oneof(
  fc
    .tuple(fc.constantFrom("source.user.username", "data.kind"), quoted)
    .map(([field, value]) => `${field}=${value}`),
  fc.constantFrom('data.kind!="jane"', "data.kind=1", "data.kind=true", "not data.kind=1"),
);
const expression = fc.oneof(
  condition.map((text) => `topic=studio.topic and ${text}`),
  fc.tuple(condition, condition).map(([one, other]) => `topic=studio.topic and (${one} or ${other})`),
  fc.tuple(condition, condition).map(([one, other]) => `${one} and topic=studio.topic and ${other}`),
  fc.constant("topic=studio.*"),
);
const found = fc.constantFrom<unknown>(...values, 1, 1.5, true, false, null, ["jane"], { jane: 1 });

describe("a plan of subscriptions", () => {
  it("finds whom trying everybody finds, in the same order", () => {
    const property = fc.property(
      fc.array(expression, { minLength: 5, maxLength: 40 }),
      fc.array(fc.tuple(found, found), { minLength: 1, maxLength: 10 }),
      (expressions, pairs) => {
        const ordered = expressions.map(recipient);
        const plan = new TopicPlan(ordered);
        for (const [username, kind] of pairs) {
          const event = new Event<unknown>(
            "studio.topic",
            { kind },
            { source: { user: { username } } as never },
          );

          const chosen = plan.candidates(event).filter(({ matches }) => matches(event));

          expect(chosen).toEqual(ordered.filter(({ matches }) => matches(event)));
        }
      },
    );

    fc.assert(property, { numRuns: 200 });
  });

  it("tries one of a thousand that want different people", () => {
    const ordered = Array.from({ length: 1_000 }, (_, index) =>
      recipient(`topic=ftrack.update and source.user.username=artist${index}`, index),
    );
    const event = new Event<unknown>("ftrack.update", {}, { source: { user: { username: "artist7" } } });

    const candidates = new TopicPlan(ordered).candidates(event);

    expect(candidates).toEqual([ordered[7]]);
  });

  it("passes over subscriptions by what cannot be read", () => {
    const ordered = Array.from({ length: 20 }, (_, index) => recipient(`data.kind=${index}x`, index));
    const data = {
      get kind(): string {
        throw new Error("gone");
      },
    };

    const candidates = new TopicPlan(ordered).candidates(new Event<unknown>("studio.topic", data));

    expect(candidates).toEqual([]);
  });
});
