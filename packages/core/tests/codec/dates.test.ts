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
    expect(utc.decode({ __type__: "date", value: "2022-10-10" })).toBe("2022-10-10");
    expect(local.decode(date("2022-10-10T10:12:09"))).toBe("2022-10-10T10:12:09");
  });

  it("gives what a function makes of the text", () => {
    const codec = new DateCodec((iso) => ({ iso }), true);

    expect(codec.decode(date("2022-10-10T10:12:09"))).toEqual({ iso: "2022-10-10T10:12:09.000Z" });
  });

  it("refuses what is no date", () => {
    const codec = new DateCodec("iso", true);

    for (const value of ["", "soon", "2022-13-40T00:00:00", 5, {}, new Date(Number.NaN), undefined]) {
      expect(() => codec.encode(value)).toThrow(expect.objectContaining({ code: "entity_invalid_value" }));
    }
    expect(isDateObject({})).toBe(false);
  });

  it("treats values that fall into the same second as the same", () => {
    const codec = new DateCodec("iso", true);

    expect(codec.same(date("2022-10-10T10:12:09"), date("2022-10-10T12:12:09.700+02:00"))).toBe(true);
    expect(codec.same(date("2022-10-10T10:12:09"), date("2022-10-10T10:12:10"))).toBe(false);
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
