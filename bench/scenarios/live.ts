import { openKit, queryPlainly } from "../clients.js";
import type { Prepared, Scenario, Surroundings } from "../contract.js";
import { lastDescription, storm, taskId } from "../storm.js";

const expression = `select id, name, description, status.name from Task where id <= "${taskId(storm.tasks - 1)}" and id >= "${taskId(0)}" order by id`;

/** Has another process edit the tasks; its own share of the work is one request. */
const rage = ({ replayUrl, user, key }: Surroundings, round: number) =>
  fetch(`${replayUrl}/storm/${round}`, {
    method: "POST",
    headers: { "content-type": "application/json", "ftrack-user": user, "ftrack-api-key": key },
  });

/** Rounds never repeat among processes: an edit to the same value would not be one. */
const firstRound = () => Math.floor(process.pid * 1_000);

const done = (rows: readonly object[], round: number) =>
  rows.length === storm.tasks &&
  rows.every((row) => Reflect.get(row, "description") === lastDescription(round));

/** Reads every event and asks once when the storm is over, which no client can know. */
async function floor(surroundings: Surroundings): Promise<Prepared> {
  const { WebSocket } = await import("ws");
  const { originUrl, user, key } = surroundings;
  const parameters = `api_user=${encodeURIComponent(user)}&api_key=${encodeURIComponent(key)}`;
  const handshake = await (await fetch(`${originUrl}/socket.io/1/?${parameters}`)).text();
  const [sessionId] = handshake.split(":");
  const socket = new WebSocket(`${originUrl.replace("http", "ws")}/socket.io/1/websocket/${sessionId}`);
  let heard = 0;
  socket.on("message", (data) => {
    const text = data.toString();
    if (text.startsWith("2::")) socket.send("2::");
    if (text.startsWith("5:::")) heard += JSON.parse(text.slice(4)).args[0].data.entities.length;
  });
  await new Promise((resolve) => socket.once("open", resolve));
  const subscription = {
    topic: "ftrack.meta.subscribe",
    data: { subscriber: { id: "floor" }, subscription: "topic=ftrack.update" },
    id: "floor-subscribes",
    source: { id: "floor" },
    target: "",
    inReplyToEvent: null,
  };
  socket.send(`5:::${JSON.stringify({ name: "ftrack.event", args: [subscription] })}`);
  let round = firstRound();
  return {
    run: async () => {
      round += 1;
      heard = 0;
      await rage(surroundings, round);
      while (heard < storm.requests * storm.edits) await new Promise((resolve) => setTimeout(resolve, 5));
      const rows = await queryPlainly(originUrl, surroundings, expression, storm.tasks);
      return { check: () => done(rows, round) };
    },
    close: async () => socket.terminate(),
  };
}

export const liveScenarios: readonly Scenario[] = [
  {
    name: "live",
    title: "A live result of 500 tasks in a storm of 2,000 edits by 200 requests, to the last row right",
    unit: { name: "edit", count: storm.requests * storm.edits },
    repeats: 3,
    contenders: {
      floor,
      "ftrack-kit": async (surroundings) => {
        let requests = 0;
        let shown = 0;
        const hooks = { onRequest: () => void requests++ };
        const session = await openKit(surroundings.originUrl, surroundings, { hooks });
        session.eventHub.connect();
        await session.eventHub.ready;
        const live = session.live(expression);
        let round = firstRound();
        let notice: () => void = () => undefined;
        live.subscribe(() => {
          shown += 1;
          notice();
        });
        const until = (isTrue: () => boolean) =>
          new Promise<void>((resolve) => {
            notice = () => isTrue() && resolve();
            notice();
          });
        await until(
          () => live.getSnapshot().status === "live" && live.getSnapshot().rows.length === storm.tasks,
        );
        return {
          run: async () => {
            round += 1;
            requests = 0;
            shown = 0;
            const wanted = round;
            const over = until(() => done(live.getSnapshot().rows, wanted));
            await rage(surroundings, wanted);
            await over;
            const { rows } = live.getSnapshot();
            return { check: () => done(rows, wanted), metrics: { asked: requests, shown } };
          },
          close: () => session.close(),
        };
      },
    },
    targets: [{ contender: "ftrack-kit", metric: "cpu", phase: "repeated", atMost: 2, relativeTo: "floor" }],
  },
];
