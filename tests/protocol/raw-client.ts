import { randomUUID } from "node:crypto";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { WebSocket } from "ws";

/** Answers are read as a foreign client reads them: by name, without types. */
export type Row = Record<string, any>;

export const user = "jane";
export const key = "protocol-key";

/** A client that knows nothing but the protocol, so that the suite tests the server and not the SDK. */
export class RawClient {
  readonly server: DevServer;

  constructor(server: DevServer) {
    this.server = server;
  }

  static async start(): Promise<RawClient> {
    return new RawClient(await createDevServer({ port: 0, seed: "demo", credentials: { user, key } }));
  }

  async post(body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> {
    const response = await fetch(`${this.server.url}/api`, {
      method: "POST",
      headers: { "content-type": "application/json", "ftrack-user": user, "ftrack-api-key": key, ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Sends operations that must succeed. */
  async call(...operations: Row[]): Promise<any[]> {
    const { body } = await this.post(operations);
    if (!Array.isArray(body)) throw new Error(`${body.exception}: ${body.content}`);
    return body;
  }

  /** Sends operations that must fail, and hands back the error. */
  async fail(...operations: Row[]): Promise<Row> {
    const { body } = await this.post(operations);
    if (Array.isArray(body)) throw new Error(`Should have failed: ${JSON.stringify(body).slice(0, 200)}`);
    return body;
  }

  async query(expression: string): Promise<Row[]> {
    const [answer] = await this.call({ action: "query", expression });
    return answer.data;
  }

  async one(expression: string): Promise<Row> {
    const [row] = await this.query(expression);
    if (!row) throw new Error(`Nothing matches ${expression}`);
    return row;
  }

  async create(type: string, data: Row = {}): Promise<Row> {
    const [answer] = await this.call(creation(type, data));
    return answer.data;
  }

  async update(type: string, id: string | string[], data: Row): Promise<Row> {
    const [answer] = await this.call(updating(type, id, data));
    return answer.data;
  }

  async remove(type: string, id: string | string[]): Promise<unknown> {
    const [answer] = await this.call(deletion(type, id));
    return answer.data;
  }

  /** A project of the test's own, with a way to make things below it. */
  async project(): Promise<Row> {
    const schema = await this.one("select id from ProjectSchema");
    const name = `p_${randomUUID().slice(0, 8)}`;
    return this.create("Project", { name, full_name: name, project_schema_id: schema.id });
  }

  async close(): Promise<void> {
    await this.server.close();
  }
}

export const reference = (type: string, id: string): Row => ({ __entity_type__: type, id });

export const creation = (type: string, data: Row = {}): Row => {
  const id = data.id ?? randomUUID();
  return {
    action: "create",
    entity_type: type,
    entity_key: [id],
    entity_data: { __entity_type__: type, id, ...data },
  };
};

/** A creation of a type whose key is not `id`. */
export const creationWithKey = (type: string, entity_key: string[], data: Row): Row => ({
  action: "create",
  entity_type: type,
  entity_key,
  entity_data: { __entity_type__: type, ...data },
});

export const updating = (type: string, id: string | string[], data: Row): Row => ({
  action: "update",
  entity_type: type,
  entity_key: [id].flat(),
  entity_data: { __entity_type__: type, ...data },
});

export const deletion = (type: string, id: string | string[]): Row => ({
  action: "delete",
  entity_type: type,
  entity_key: [id].flat(),
});

/** A socket that speaks Socket.IO 0.9 by hand. */
export class RawSocket {
  readonly frames: string[] = [];
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  #packets = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      this.frames.push(String(data));
      for (const check of [...this.#waiting]) check();
    });
  }

  static async open(server: DevServer): Promise<RawSocket> {
    const handshake = await fetch(`${server.url}/socket.io/1/`, {
      headers: { "ftrack-user": user, "ftrack-api-key": key },
    });
    const [sid] = (await handshake.text()).split(":");
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/socket.io/1/websocket/${sid}`);
    const raw = new RawSocket(socket);
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return raw;
  }

  send(frame: string): void {
    this.#socket.send(frame);
  }

  /** Publishes an event with a packet id, and resolves with what the server acknowledges. */
  async publish(event: Row): Promise<any> {
    this.#packets += 1;
    const packet = this.#packets;
    const full = {
      id: randomUUID(),
      target: "",
      sent: null,
      source: {},
      inReplyToEvent: null,
      data: {},
      ...event,
    };
    this.send(`5:${packet}+::${JSON.stringify({ name: "ftrack.event", args: [full] })}`);
    const frame = await this.waitFor((text) => text.startsWith(`6:::${packet}+`));
    return JSON.parse(frame.slice(`6:::${packet}+`.length));
  }

  subscribe(id: string, subscription: string, metadata: Row = {}): Promise<any> {
    return this.publish({
      topic: "ftrack.meta.subscribe",
      data: { subscriber: { id, ...metadata }, subscription },
    });
  }

  /** Every event received so far. */
  get events(): Row[] {
    return this.frames.flatMap((frame) => {
      const match = /^5:[^:]*:[^:]*:(.*)$/s.exec(frame);
      return match ? [JSON.parse(match[1] as string).args[0]] : [];
    });
  }

  async event(test: (event: Row) => boolean): Promise<Row> {
    await this.waitFor(() => this.events.some(test));
    return this.events.find(test) as Row;
  }

  waitFor(test: (frame: string) => boolean, timeout = 5_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`No such frame among ${JSON.stringify(this.frames)}`));
      }, timeout);
      const check = () => {
        const found = this.frames.find(test);
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Resolves when everything sent so far has been dealt with by the server. */
  async settle(): Promise<void> {
    await this.publish({ topic: `settle.${randomUUID()}` });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.once("close", resolve));
    this.#socket.close();
    await closed;
  }
}
