import { silentLogger } from "@ftrack-kit/core";
import { ManualClock, settlePromises } from "@ftrack-kit/core/testing";
import type { HubConnection } from "../../../src/events/hub-connection.js";
import { Sharing } from "../../../src/sharing/sharing.js";
import { createDeferred } from "../../../src/util/deferred.js";
import { Origin, type Page } from "./origin.js";

/** A connection of its own that somebody opened. */
export class ServerSide {
  readonly sent: { readonly topic: string; readonly data: unknown }[] = [];
  readonly page: Page;
  isOpen = true;
  probes = 0;
  /** Whether it acknowledges; what it does not is overdue. */
  acknowledges = true;
  readonly deliver: (payload: unknown) => void;
  readonly end: (reason: string) => void;
  readonly connection: HubConnection;

  constructor(page: Page, onEvent: (payload: unknown) => void) {
    const ended = createDeferred<string>();
    this.page = page;
    this.deliver = onEvent;
    this.end = (reason) => {
      this.isOpen = false;
      ended.resolve(reason);
    };
    this.connection = {
      ended: ended.promise,
      lastFrameAt: 0,
      socketClosed: Promise.resolve(),
      send: (json, onAnswer, onOverdue) => {
        this.sent.push(JSON.parse(json));
        if (this.acknowledges) onAnswer({ success: true, of: this.sent.length });
        else onOverdue?.();
      },
      probe: () => {
        this.probes++;
      },
      close: (reason) => this.end(reason),
    };
  }

  get topics(): string[] {
    return this.sent.map(({ topic }) => topic);
  }
}

/** Pages of one user, and the event server they connect to. */
export class Studio {
  readonly clock = new ManualClock({ settle: settlePromises });
  readonly connections: ServerSide[] = [];
  readonly #origin = new Origin();
  /** What connecting fails with. */
  refusal: Error | undefined;

  get open(): ServerSide[] {
    return this.connections.filter(({ isOpen }) => isOpen);
  }

  /** Opens a page whose session joins the others. */
  async join(): Promise<Member> {
    const page = this.#origin.open();
    const sharing = await Sharing.join({
      peers: page.peers,
      group: "group",
      clock: this.clock,
      logger: silentLogger,
      open: async (onEvent) => {
        if (this.refusal) throw this.refusal;
        const side = new ServerSide(page, onEvent);
        this.connections.push(side);
        return side.connection;
      },
    });
    await settlePromises();
    return new Member(page, sharing);
  }
}

/** A page, its session's membership, and what its hub hears. */
export class Member {
  readonly events: unknown[] = [];
  readonly answers: unknown[] = [];
  overdue = 0;
  ended: string | undefined;
  connection: HubConnection | undefined;
  reads = 0;
  readonly page: Page;
  readonly sharing: Sharing;

  constructor(page: Page, sharing: Sharing) {
    this.page = page;
    this.sharing = sharing;
  }

  async connect(): Promise<void> {
    this.ended = undefined;
    this.connection = await this.sharing.open(
      (event) => this.events.push(event),
      new AbortController().signal,
    );
    void this.connection.ended.then((reason) => {
      this.ended = reason;
    });
  }

  async send(topic: string, data: unknown = {}): Promise<void> {
    const event = JSON.stringify({ id: "e", topic, data });
    this.connection?.send(
      event,
      (answer) => this.answers.push(answer),
      () => this.overdue++,
    );
    await settlePromises();
  }

  /** Reads something; the answer says how often this page has read. */
  read(subject = "tasks", run?: () => Promise<readonly unknown[]>, signal?: AbortSignal): Promise<unknown> {
    const own = async () => [{ read: ++this.reads }];
    return this.sharing.read(subject, run ?? own, signal);
  }
}
