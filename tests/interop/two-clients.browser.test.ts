import { Event, operation, type Session } from "@ftrack/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSession, openSessionOfAnother } from "./npm-client-in-page.js";

let jane: Session;
let other: Session;

beforeAll(async () => {
  jane = await openSession();
  other = await openSessionOfAnother(jane);
});

afterAll(() => {
  jane.eventHub.disconnect();
  other.eventHub.disconnect();
});

/** Resolves when the server has taken what the client subscribed to before: an event of its own came back. */
async function settle({ eventHub }: Session): Promise<void> {
  const topic = `interop.settle.${crypto.randomUUID()}`;
  const heard = new Promise<void>((resolve) => {
    eventHub.subscribe(`topic=${topic}`, () => resolve());
  });
  await eventHub.publish(new Event(topic, {}));
  await heard;
}

describe("two npm clients in pages", () => {
  it("ask and answer", async () => {
    const topic = `interop.ask.${crypto.randomUUID()}`;
    other.eventHub.subscribe(`topic=${topic}`, (event) => ({
      sum: (event.data as { numbers: number[] }).numbers.reduce((sum, number) => sum + number, 0),
    }));
    await settle(other);

    const reply = await jane.eventHub.publishAndWaitForReply(new Event(topic, { numbers: [1, 2, 3] }), {
      timeout: 5,
    });

    expect(reply).toMatchObject({ topic: "ftrack.meta.reply", data: { sum: 6 } });
  });

  it("give up on a question nobody answers", async () => {
    const asked = jane.eventHub.publishAndWaitForReply(new Event("interop.silence", {}), { timeout: 1 });

    await expect(asked).rejects.toThrow();
  });

  it("hear of each other's changes, with the token of who changed", async () => {
    const id = crypto.randomUUID();
    const heard = new Promise<{ data: unknown; source: unknown }>((resolve) => {
      other.eventHub.subscribe("topic=ftrack.update", (event) => {
        if (JSON.stringify(event.data).includes(id)) resolve(event as never);
      });
    });
    await settle(other);

    await jane.call([
      operation.create("Project", {
        id,
        name: `interop_${id.slice(0, 8)}`,
        full_name: "From a page",
        project_schema_id: await firstId(jane, "ProjectSchema"),
      }),
    ]);

    const { data } = await heard;
    expect(data).toMatchObject({
      clientToken: jane.clientToken,
      entities: [{ entityId: id, entityType: "show", action: "add" }],
    });
    await other.delete("Project", [id]);
  });
});

async function firstId(session: Session, type: string): Promise<string> {
  const { data } = await session.query(`select id from ${type} limit 1`);
  return (data[0] as { id: string }).id;
}
