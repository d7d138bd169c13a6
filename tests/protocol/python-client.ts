import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { WebSocket } from "ws";
import type { Row } from "./raw-client.js";

/** Requests as the official Python client makes them: these headers, and bodies with sorted keys. */
export class PythonClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, user: string, key: string) {
    this.#url = `${url}/api`;
    this.#headers = {
      "User-Agent": "python-requests/2.32.3",
      "Accept-Encoding": "gzip, deflate",
      Accept: "application/json",
      Connection: "keep-alive",
      "content-type": "application/json",
      "ftrack-strict-api": "false",
      "ftrack-user": user,
      "ftrack-api-key": key,
      Cookie: "session=made-by-a-test",
      "X-Studio": "a header of the user's own",
    };
  }

  async post(body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: Row }> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { ...this.#headers, ...headers },
      body: JSON.stringify(sorted(body)),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Sends operations that must succeed. */
  async call(operations: readonly Row[]): Promise<Row[string][]> {
    const { body } = await this.post(operations);
    if (!Array.isArray(body)) throw new Error(`Server reported error: ${body.exception}(${body.content})`);
    return body;
  }
}

/** The event hub of the Python client: one socket, packets numbered from 1, every packet acknowledged. */
export class PythonSocket {
  readonly frames: string[] = [];
  readonly handshake: readonly string[];
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #source: Row;
  readonly #watchers = new Set<() => void>();
  #packets = 0;

  private constructor(socket: WebSocket, handshake: readonly string[], source: Row) {
    this.#socket = socket;
    this.#source = source;
    this.handshake = handshake;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("message", (data) => {
      this.frames.push(String(data));
      for (const look of [...this.#watchers]) look();
    });
  }

  static async open(
    url: string,
    user: string,
    key: string,
    hub: string = randomUUID(),
  ): Promise<PythonSocket> {
    const response = await fetch(`${url}/socket.io/1/`, {
      headers: { "ftrack-user": user, "ftrack-api-key": key, "ftrack-strict-api": "false" },
    });
    const handshake = (await response.text()).split(":");
    const source = { id: hub, user: { username: user }, host: hostname() };
    const socket = await PythonSocket.openWith(url, handshake, source);
    await socket.#when(() => socket.frames[0]);
    return socket;
  }

  /** The socket alone, for a handshake that was made already; the credentials are not repeated. */
  static async openWith(url: string, handshake: readonly string[], source: Row = {}): Promise<PythonSocket> {
    const address = `${url.replace("http", "ws")}/socket.io/1/websocket/${handshake[0]}`;
    const socket = new WebSocket(address, { headers: { Cookie: "session=made-by-a-test" } });
    const python = new PythonSocket(socket, handshake, source);
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return python;
  }

  get events(): Row[] {
    return this.frames.flatMap((frame) => {
      const [code, , , data] = splitPacket(frame);
      return code === "5" ? [JSON.parse(data ?? "").args[0]] : [];
    });
  }

  send(frame: string): void {
    this.#socket.send(frame);
  }

  /** Publishes, and resolves with the arguments of the acknowledgement. */
  async publish(topic: string, data: unknown, event: Row = {}): Promise<unknown> {
    const start = `${this.publishUnheard(topic, data, event)}+`;
    const frame = await this.#when(() => this.frames.find((text) => text.startsWith(`6:::${start}`)));
    return JSON.parse(frame.slice(`6:::${start}`.length));
  }

  /** Publishes without waiting; returns the number of the packet. */
  publishUnheard(topic: string, data: unknown, event: Row = {}): number {
    this.#packets += 1;
    const complete = {
      id: randomUUID().replaceAll("-", ""),
      topic,
      data,
      target: "",
      sent: null,
      source: this.#source,
      inReplyToEvent: null,
      ...event,
    };
    this.send(`5:${this.#packets}+::${JSON.stringify({ name: "ftrack.event", args: [complete] })}`);
    return this.#packets;
  }

  event(topic: string): Promise<Row> {
    return this.#when(() => this.events.find((event) => event.topic === topic));
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  #when<Found>(find: () => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        reject(new Error(`Not among ${JSON.stringify(this.frames)}`));
      }, 5_000);
      const look = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }
}

/** Splits at the first three colons; the Python client takes 1, 3 or 4 parts. */
function splitPacket(frame: string): readonly string[] {
  const parts = frame.split(":");
  const packet = parts.length > 4 ? [...parts.slice(0, 3), parts.slice(3).join(":")] : parts;
  if (![1, 3, 4].includes(packet.length) || !/^[0-7]$/.test(packet[0] ?? "")) {
    throw new Error(`The Python client cannot read ${frame}`);
  }
  return packet;
}

/** JSON as Python writes it with sorted keys: blanks after separators, nothing but ASCII. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => `${pythonJson(name)}: ${pythonJson(member)}`);
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Keys in order at every level, as the Python client writes them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
