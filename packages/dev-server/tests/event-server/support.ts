import { decodePacket, silentLogger } from "@ftrack-kit/core";
import type { EventConnection } from "../../src/event-server/connection.js";
import { EventServer } from "../../src/event-server/event-server.js";
import type { EventUser, WireEvent } from "../../src/event-server/wire-event.js";
import { FaultScript } from "../../src/faults/fault-script.js";

export const jane: EventUser = { id: "id-of-jane", username: "jane" };
export const john: EventUser = { id: "id-of-john", username: "john" };

export function createServer(faults = new FaultScript(1, [])) {
  const findUser = (username: string) => [jane, john].find((user) => user.username === username);
  return new EventServer({ findUser, faults, now: () => 0, logger: silentLogger });
}

/** A client that speaks frames and keeps what it got. */
export class FrameClient {
  readonly frames: string[] = [];
  readonly connection: EventConnection | undefined;
  closed = 0;
  bufferedAmount = 0;
  readonly #server: EventServer;
  #lastId = 0;

  constructor(server: EventServer, user = jane, id = server.handshake(user).split(":")[0] ?? "") {
    this.#server = server;
    const client = this;
    this.connection = server.connect(id, {
      send: (frame) => this.frames.push(frame),
      close: () => {
        this.closed += 1;
      },
      get bufferedAmount() {
        return client.bufferedAmount;
      },
    });
  }

  get events(): WireEvent[] {
    return this.frames.flatMap((frame) => {
      const packet = decodePacket(frame);
      return packet?.type === "event" ? (packet.args as WireEvent[]) : [];
    });
  }

  send(frame: string): void {
    if (this.connection) this.#server.receive(this.connection, frame);
  }

  /** Publishes and answers the object of the acknowledgement. */
  publish(event: object): unknown {
    this.#lastId += 1;
    this.send(`5:${this.#lastId}+::${JSON.stringify({ name: "ftrack.event", args: [event] })}`);
    const head = `6:::${this.#lastId}+`;
    const frame = this.frames.filter((candidate) => candidate.startsWith(head)).at(-1);
    return frame && JSON.parse(frame.slice(head.length));
  }

  subscribe(id: string, subscription: string, metadata: object = {}): unknown {
    const subscriber = { id, ...metadata };
    return this.publish({ topic: "ftrack.meta.subscribe", data: { subscriber, subscription } });
  }
}
