/** The packets of the event server: Socket.IO 0.9, protocol 1 (wire protocol 7.3). */
export type Packet =
  | { readonly type: "disconnect" }
  | { readonly type: "connect" }
  | { readonly type: "heartbeat" }
  | { readonly type: "message"; readonly data: string }
  | { readonly type: "json"; readonly data: unknown }
  | {
      readonly type: "event";
      readonly name: string;
      readonly args: readonly unknown[];
      /** Number under which the sender expects an acknowledgement; absent when it expects none. */
      readonly id?: number | undefined;
    }
  | { readonly type: "acknowledge"; readonly id: number; readonly args: readonly unknown[] }
  | { readonly type: "error"; readonly reason: string; readonly advice: string };

const codes = {
  disconnect: 0,
  connect: 1,
  heartbeat: 2,
  message: 3,
  json: 4,
  event: 5,
  acknowledge: 6,
  error: 7,
} as const satisfies Record<Packet["type"], number>;

/** Writes a packet as the text of one frame. */
export function encodePacket(packet: Packet): string {
  const code = codes[packet.type];
  switch (packet.type) {
    case "message":
      return `${code}:::${packet.data}`;
    case "json":
      return `${code}:::${JSON.stringify(packet.data)}`;
    case "event":
      return encodeEventPacket(
        packet.id,
        packet.name,
        packet.args.map((value) => JSON.stringify(value)).join(),
      );
    case "acknowledge":
      return `${code}:::${packet.id}${packet.args.length === 0 ? "" : `+${JSON.stringify(packet.args)}`}`;
    case "error":
      return `${code}:::${packet.reason}${packet.advice === "" ? "" : `+${packet.advice}`}`;
    default:
      return `${code}::`;
  }
}

/** An event packet whose arguments are JSON text already, so that what is sent often is written once. */
export function encodeEventPacket(id: number | undefined, name: string, json: string): string {
  return `${codes.event}:${id === undefined ? "" : `${id}+`}::{"name":${JSON.stringify(name)},"args":[${json}]}`;
}

const plainEvent = `${codes.event}:::`;
const header = /^([0-9])(?::([0-9]*)(\+?)(?::([^:]*))?)?(?::|$)/;

/**
 * Reads the text of one frame.
 *
 * @returns `undefined` for what is no packet, for codes this protocol does not know, and for a payload that
 * cannot be read: a frame from outside never throws.
 */
export function decodePacket(frame: string): Packet | undefined {
  // Nearly every frame that arrives is an event nobody has to acknowledge.
  if (frame.startsWith(plainEvent)) return decodeEvent(frame.slice(plainEvent.length), undefined);
  const parts = header.exec(frame);
  if (!parts) return undefined;
  const [head, code, id, acknowledged] = parts;
  const data = frame.slice(head.length);
  switch (Number(code)) {
    case codes.disconnect:
      return { type: "disconnect" };
    case codes.connect:
      return { type: "connect" };
    case codes.heartbeat:
      return { type: "heartbeat" };
    case codes.message:
      return { type: "message", data };
    case codes.json:
      return decodeJson(data);
    case codes.event:
      return decodeEvent(data, id !== "" && acknowledged === "+" ? Number(id) : undefined);
    case codes.acknowledge:
      return decodeAcknowledge(data);
    case codes.error: {
      const [reason = "", advice = ""] = data.split("+");
      return { type: "error", reason, advice };
    }
    default:
      return undefined;
  }
}

function decodeJson(text: string): Packet | undefined {
  const data = parseJson(text);
  return data === undefined ? undefined : { type: "json", data };
}

function decodeEvent(text: string, id: number | undefined): Packet | undefined {
  const payload = parseJson(text);
  if (typeof payload !== "object" || payload === null) return undefined;
  const { name, args } = payload as { name?: unknown; args?: unknown };
  if (typeof name !== "string") return undefined;
  const packet = { type: "event", name, args: Array.isArray(args) ? args : [] } as const;
  return id === undefined ? packet : { ...packet, id };
}

function decodeAcknowledge(text: string): Packet | undefined {
  const [, id, json] = /^([0-9]+)\+?([\s\S]*)$/.exec(text) ?? [];
  if (id === undefined) return undefined;
  const args = json ? parseJson(json) : [];
  return { type: "acknowledge", id: Number(id), args: Array.isArray(args) ? args : [] };
}

/** `undefined` is no JSON value, so it can stand for "unreadable". */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
