import { decodePacket, encodePacket } from "ftrack-kit";
import { WebSocket } from "ws";

/** People may listen; nobody publishes in the name of the broker's user. */
const allowedTopics = ["ftrack.meta.subscribe", "ftrack.meta.unsubscribe"];

/** Joins a page's socket to one of the event server's. */
export function relayEvents(page: WebSocket, address: string): void {
  const server = new WebSocket(address);
  const early: string[] = [];
  const send = (frame: string) => {
    if (server.readyState === WebSocket.CONNECTING) early.push(frame);
    else if (server.readyState === WebSocket.OPEN) server.send(frame);
  };
  server.on("open", () => {
    for (const frame of early.splice(0)) server.send(frame);
  });
  server.on("message", (data) => page.send(String(data)));
  page.on("message", (data) => {
    const packet = decodePacket(String(data));
    if (packet?.type !== "event") {
      if (packet?.type === "heartbeat") send(encodePacket(packet));
      return;
    }
    const [event] = packet.args;
    const topic = String(Object(event).topic);
    if (allowedTopics.includes(topic)) send(encodePacket(packet));
    else if (packet.id !== undefined) {
      const answer = { success: false, message: `Events of topic "${topic}" are not allowed.` };
      page.send(encodePacket({ type: "acknowledge", id: packet.id, args: [answer] }));
    }
  });
  for (const [one, other] of [
    [page, server],
    [server, page],
  ] as const) {
    one.on("close", () => other.close());
    one.on("error", () => other.terminate());
  }
}
