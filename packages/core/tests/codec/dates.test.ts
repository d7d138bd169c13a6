import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DateCodec, isDateObject } from "../../src/codec/dates.js";

const date = (value: string) => ({ __type__: "datetime", value }) as const;

describe("dates", () => {
  it("reads the server's dates as UTC where the server says so", () => {
    const utc = new DateCodec("iso", true);
    const local = new DateCodec("iso", false);

    expect(utc.decode(date("2022-10-10T10:12:09"))).toBe("2022-10-10T10:12:09.000Z");
    expect(utc.decode(date("2022-10-10T10:12:09.5"))).toBe("2022-10-10T10:12:09.500Z");
    expect(utc.decode(date("2022-10-10T10:12:09+02:00"))).toBe("2022-10-10T08:12:09.000Z");
    expect(utc.decode(date("2022-10-10 10:12:09+02:00"))).toBe("2022-10-10T08:12:09.000Z");
    expect(utc.decode(date("2022-10-10 10:12:09"))).toBe("2022-10-10T10:12:09.000Z");
    expect(utc.decode({ __type__: "date", value: "2022-10-10" })).toBe("2022-10-10");
    expect(local.decode(date("2022-10-10T10:12:09"))).toBe("2022-10-10T10:12:09");
    expect(local.decode(date("2022-10-10T10:12:09.5"))).toBe("2022-10-10T10:12:09.5");
    expect(local.decode(date("2022-10-10T10:12:09+02:00"))).toBe("2022-10-10T08:12:09.000Z");
  });

  it("leaves days as they are, whatever they are sent as, and text that is no date", () => {
    const codec = new DateCodec("iso", true);

    expect(codec.decode(date("2022-10-10"))).toBe("2022-10-10");
    expect(codec.decode({ __type__: "date", value: "10.10.2022" })).toBe("10.10.2022");
    expect(codec.decode(date("next week+02"))).toBe("next week+02");
  });

  it("writes what people and libraries call a date", () => {
    const codec = new DateCodec("iso", true);
    const encoded = (value: unknown) => codec.encode(value).value;

    expect(codec.encode("2022-10-10")).toEqual(date("2022-10-10T00:00:00"));
    expect(codec.encode("2022-10-10T10:12")).toEqual(date("2022-10-10T10:12"));
    expect(encoded("2022-10-10 10:12:09,25")).toBe("2022-10-10T10:12:09.25");
    expect(encoded("2022-10-10T10:12:09+02:00")).toBe("2022-10-10T10:12:09+02:00");
    expect(encoded(date("2022-10-10T10:12:09"))).toBe("2022-10-10T10:12:09");
    expect(encoded({ toISOString: () => "2022-10-10T10:12:09.000Z" })).toBe("2022-10-10T10:12:09.000Z");
  });

  it("writes Temporal values with the three digits a date needs, and without the name of a zone", () => {
    const codec = new DateCodec("iso", true);
    const temporal = (kind: string, text: string, members: object = {}) =>
      codec.encode({ [Symbol.toStringTag]: `Temporal.${kind}`, toString: () => text, ...members }).value;

    expect(temporal("Instant", "2022-10-10T10:12:09.123456789Z")).toBe("2022-10-10T10:12:09.123Z");
    expect(temporal("PlainDateTime", "2022-10-10T10:12:09[u-ca=hebrew]")).toBe("2022-10-10T10:12:09");
    expect(
      temporal("ZonedDateTime", "2022-10-10T12:12:09+02:00[Europe/Oslo]", {
        toInstant: () => "2022-10-10T10:12:09Z",
      }),
    ).toBe("2022-10-10T10:12:09Z");
  });

  it("tells objects that stand for a date from others", () => {
    const tagged = { [Symbol.toStringTag]: "Map", toString: () => "2022-10-10" };

    expect(isDateObject(new Date(0))).toBe(true);
    for (const value of [null, "2022-10-10", date("2022-10-10"), tagged, new Date(Number.NaN)]) {
      expect(isDateObject(value)).toBe(false);
    }
  });

  it("says what was given instead of a date", () => {
    const codec = new DateCodec("iso", true);

    expect(() => codec.encode("soon")).toThrow(/^"soon" is not a date\. Give ISO 8601/);
    expect(() => codec.encode(5)).toThrow(expect.objectContaining({ details: { given: "5" } }));
  });

  it("says no more than the first sixty characters of what was given", () => {
    const codec = new DateCodec("iso", true);
    const short = "a".repeat(60);

    expect(() => codec.encode(short)).toThrow(expect.objectContaining({ details: { given: `"${short}"` } }));
    expect(() => codec.encode(`${short}b`)).toThrow(
      expect.objectContaining({ details: { given: `"${short}…"` } }),
    );
  });

  it("gives what a function makes of the text", () => {
    const codec = new DateCodec((iso) => ({ iso }), true);

    expect(codec.decode(date("2022-10-10T10:12:09"))).toEqual({ iso: "2022-10-10T10:12:09.000Z" });
  });

  it("refuses what is no date", () => {
    const codec = new DateCodec("iso", true);

    for (const value of ["", "soon", "2022-13-40T00:00:00", 5, {}, null, new Date(Number.NaN), undefined]) {
      expect(() => codec.encode(value)).toThrow(expect.objectContaining({ code: "entity_invalid_value" }));
    }
    expect(isDateObject({})).toBe(false);
  });

  it("treats values that fall into the same second as the same", () => {
    const codec = new DateCodec("iso", true);

    expect(codec.same(date("2022-10-10T10:12:09"), date("2022-10-10T12:12:09.700+02:00"))).toBe(true);
    expect(codec.same(date("2022-10-10T10:12:09"), date("2022-10-10T10:12:10"))).toBe(false);
    expect(codec.same(date("2022-10-10"), date("2022-10-10T00:00:00"))).toBe(true);
    expect(codec.same(date("2022-10-10"), date("2022-10-11"))).toBe(false);
  });

  it("compares dates of servers that do not tell their zone as they are written", () => {
    const codec = new DateCodec("iso", false);

    expect(codec.same(date("2022-10-10T10:12:09"), date("2022-10-10T10:12:09.7"))).toBe(true);
    expect(codec.same(date("2022-10-10T10:12:09"), date("2022-10-10T10:12:10.7"))).toBe(false);
    expect(codec.same(date("soon"), date("soon"))).toBe(true);
    expect(codec.same(date("soon"), date("late"))).toBe(false);
  });

  it("reads back the moment that was written", () => {
    const codec = new DateCodec("date", true);

    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (moment) => {
        expect(codec.decode(codec.encode(moment))).toEqual(moment);
      }),
    );
  });
});
