import { type EntityUpdate, Event, type EventData, type EventHub, type UpdateData } from "@ftrack-kit/core";
import { expectTypeOf, it } from "vitest";

declare const hub: EventHub;

declare module "@ftrack-kit/core" {
  interface EventTopics {
    "test.shot.done": { readonly shot: string };
  }
}

it("types what a handler gets from the topic in the text", () => {
  hub.subscribe("topic=ftrack.update", ({ data }) => expectTypeOf(data).toEqualTypeOf<UpdateData>());
  hub.subscribe('topic="ftrack.update" and source.user.username=jane', ({ data }) =>
    expectTypeOf(data).toEqualTypeOf<UpdateData>(),
  );
  hub.subscribe("topic=test.shot.done", ({ data }) => expectTypeOf(data.shot).toBeString());
});

it("promises nothing about topics it does not know, wildcards and alternatives", () => {
  hub.subscribe("topic=ftrack.*", ({ data }) => expectTypeOf(data).toEqualTypeOf<EventData>());
  hub.subscribe("topic=ftrack.update or topic=a", ({ data }) =>
    expectTypeOf(data).toEqualTypeOf<EventData>(),
  );
  hub.subscribe("not topic=ftrack.update", ({ data }) => expectTypeOf(data).toEqualTypeOf<EventData>());
  hub.subscribe("topic=a" as string, ({ data }) => expectTypeOf(data).toEqualTypeOf<EventData>());
});

it("types loops like handlers", async () => {
  for await (const event of hub.events("topic=test.shot.done")) {
    expectTypeOf(event).toEqualTypeOf<Event<{ readonly shot: string }>>();
  }
});

it("tells publishing from calling local handlers, and one reply from several", () => {
  const event = new Event("a");
  expectTypeOf(hub.publish(event)).resolves.toBeString();
  expectTypeOf(hub.publish(event, { synchronous: true })).resolves.toEqualTypeOf<unknown[]>();
  expectTypeOf(hub.request(event)).resolves.toEqualTypeOf<Event<unknown>>();
  expectTypeOf(hub.request(event, { replies: "all" })).resolves.toEqualTypeOf<Event<unknown>[]>();
  expectTypeOf(hub.request(event, { replies: 2 })).resolves.toEqualTypeOf<Event<unknown>[]>();
});

it("tells decoded entities apart by their type", () => {
  interface Types {
    Task: { attributes: { status_id: string; bid: number | null } };
    Note: { attributes: { content: string } };
  }
  const update = {} as EntityUpdate<Types>;
  if (update.entityType === "Task") {
    expectTypeOf(update.changes.bid?.new).toEqualTypeOf<number | null | undefined>();
    // @ts-expect-error a task has no content, so nothing is known of the change
    const content: string | undefined = update.changes.content?.new;
    expectTypeOf(content).toEqualTypeOf<string | undefined>();
  }
});
