import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePacket, encodeEventPacket, encodePacket, type Packet } from "../../src/events/packet.js";

describe("packets", () => {
  it.each([
    ["0::", { type: "disconnect" }],
    ["1::", { type: "connect" }],
    ["1", { type: "connect" }],
    ["1::/ns", { type: "connect" }],
    ["2::", { type: "heartbeat" }],
    ["2:::", { type: "heartbeat" }],
    ["3:::a:b", { type: "message", data: "a:b" }],
    ['4:::{"a":1}', { type: "json", data: { a: 1 } }],
    ['5:::{"name":"x","args":["a:b"]}', { type: "event", name: "x", args: ["a:b"] }],
    ['5:3+::{"name":"x","args":[]}', { type: "event", name: "x", args: [], id: 3 }],
    ['5:3::{"name":"x"}', { type: "event", name: "x", args: [] }],
    ['6:::12+[{"success":true}]', { type: "acknowledge", id: 12, args: [{ success: true }] }],
    ["6:::12", { type: "acknowledge", id: 12, args: [] }],
    ["6:::12+{broken", { type: "acknowledge", id: 12, args: [] }],
    ["7:::2+0", { type: "error", reason: "2", advice: "0" }],
    ["7:::1", { type: "error", reason: "1", advice: "" }],
  ])("reads %s", (frame, expected) => {
    expect(decodePacket(frame)).toEqual(expected);
  });

  it.each([
    "",
    "8::",
    "9:::x",
    "10::",
    "57",
    "x",
    "5",
    "5:::",
    "5:::{",
    "5:::null",
    "5:::[1]",
    "6:::",
    "6:::x+[]",
    "4:::",
    ":::",
  ])("ignores %j", (frame) => {
    expect(decodePacket(frame)).toBeUndefined();
  });

  it("reads back every packet it writes", () => {
    const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    const packet: fc.Arbitrary<Packet> = fc.oneof(
      fc.record({ type: fc.constantFrom("disconnect" as const, "connect" as const, "heartbeat" as const) }),
      fc.record({ type: fc.constant("message" as const), data: fc.string() }),
      fc.record({ type: fc.constant("json" as const), data: json }),
      fc.record(
        { type: fc.constant("event" as const), name: fc.string(), args: fc.array(json), id: fc.nat() },
        { requiredKeys: ["type", "name", "args"] },
      ),
      fc.record({ type: fc.constant("acknowledge" as const), id: fc.nat(), args: fc.array(json) }),
      fc.record({
        type: fc.constant("error" as const),
        reason: fc.constantFrom("0", "1"),
        advice: fc.constantFrom("", "0"),
      }),
    );

    fc.assert(
      fc.property(packet, (value) => {
        expect(decodePacket(encodePacket(value))).toEqual(value);
      }),
    );
  });

  it("writes an event whose arguments are text already like one whose arguments are values", () => {
    const args = [{ topic: "a", data: { b: [1, "ü"] } }];

    expect(encodeEventPacket(4, "ftrack.event", JSON.stringify(args[0]))).toBe(
      encodePacket({ type: "event", name: "ftrack.event", args, id: 4 }),
    );
  });

  it("survives every text", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: 9 }), (text, code) => {
        decodePacket(text);
        decodePacket(`${code}:${text}`);
        decodePacket(`${code}:::${text}`);
      }),
      { numRuns: 1000 },
    );
  });
});
