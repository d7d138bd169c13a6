import { beforeEach, describe, expect, it } from "vitest";
import { builtInConfigurations, customAttributeTypes } from "../../src/seeds/basics/custom-attributes.js";
import { create, Requests, remove, shown, update } from "../support/requests.js";

const { frameStart } = builtInConfigurations;

describe("custom attribute values", () => {
  let requests: Requests;

  beforeEach(async () => {
    requests = await Requests.open();
    requests.addTree();
  });

  const configure = (kind: keyof typeof customAttributeTypes) =>
    requests.send(
      create("CustomAttributeConfiguration", {
        id: kind,
        key: `my_${kind}`,
        label: kind,
        entity_type: "task",
        type_id: customAttributeTypes[kind],
      }),
    );
  const put = (configuration: string, value: unknown) =>
    requests.send(update("ContextCustomAttributeValue", [configuration, "sh"], { value }));
  const stored = (configuration: string) => requests.row("CustomAttributeValue", configuration, "sh").value;

  it("are stored by an update, also for an entity of the same request", () => {
    const { answers } = requests.send(
      create("Shot", { id: "new", name: "0020", parent_id: "sq" }),
      update("ContextCustomAttributeValue", [frameStart, "new"], { value: 1001 }),
    );

    expect(requests.row("CustomAttributeValue", frameStart, "new")).toMatchObject({
      __entity_type__: "ContextCustomAttributeValue",
      key: "fstart",
      value: 1001,
    });
    expect(shown(answers[1])).toMatchObject({ value: 1001, key: "fstart", entity_id: "new" });
  });

  it("can come before their entity, but not without it", () => {
    const early = update("ContextCustomAttributeValue", [frameStart, "new"], { value: 1 });

    expect(() => requests.send(early)).toThrow(/IntegrityError/);
    requests.send(early, create("Shot", { id: "new", name: "0020", parent_id: "sq" }));
    expect(requests.row("CustomAttributeValue", frameStart, "new").value).toBe(1);
  });

  it("can be created, changed and deleted through the generic type", () => {
    const key = [frameStart, "sh"];
    requests.send(
      create("CustomAttributeValue", { configuration_id: frameStart, entity_id: "sh", value: 1 }),
      update("CustomAttributeValue", key, { value: 2 }),
    );
    expect(stored(frameStart)).toBe(2);

    requests.send(remove("CustomAttributeValue", key));
    expect(requests.store.count("CustomAttributeValue")).toBe(0);
  });

  it("say what is wrong in the words clients look for", () => {
    expect(() => put(frameStart, "test")).toThrow(
      `Custom attribute value for "fstart" must be of type number. Got "test" of type <type 'unicode'>`,
    );
  });

  it.each([
    ["text", "plain", "plain"],
    ["text", { __type__: "datetime", value: "2026-01-01T00:00:00.000Z" }, "2026-01-01T00:00:00.000Z"],
    ["number", 12.5, 12.5],
    ["number", "12", 12],
    ["boolean", true, true],
    ["date", { __type__: "datetime", value: "2026-01-01T01:00:00+01:00" }, "2026-01-01T00:00:00"],
    ["enumerator", ["a", "b"], ["a", "b"]],
    ["enumerator", "a", ["a"]],
    ["url", "x://y", "x://y"],
    ["number", null, null],
  ] as const)("hold %s %j", (kind, given, expected) => {
    configure(kind);

    put(kind, given);

    expect(stored(kind)).toEqual(expected);
  });

  it.each([
    ["number", true],
    ["boolean", "perhaps"],
    ["date", "tomorrow"],
    ["enumerator", [1]],
    ["text", ["list"]],
  ] as const)("refuse for %s %j", (kind, given) => {
    configure(kind);

    expect(() => put(kind, given)).toThrow(/ValidationError.*must be of type/);
  });

  it("follow the key of their configuration, and go with it", () => {
    configure("text");
    put("text", "x");

    requests.send(update("CustomAttributeConfiguration", "text", { key: "renamed" }));
    expect(requests.row("CustomAttributeValue", "text", "sh").key).toBe("renamed");

    requests.send(remove("CustomAttributeConfiguration", "text"));
    expect(requests.store.count("CustomAttributeValue")).toBe(0);
  });
});

describe("custom links", () => {
  it("can be seen from either end", async () => {
    const requests = await Requests.open();
    requests.addTree();
    requests.send(
      create("CustomAttributeLinkConfiguration", {
        id: "supervisor",
        key: "supervisor",
        entity_type: "task",
        entity_type_to: "user",
      }),
      create("CustomAttributeLink", {
        id: "l",
        configuration_id: "supervisor",
        from_id: "sh",
        to_id: String(requests.user.id),
      }),
    );

    expect(requests.row("CustomAttributeLink", "l").__entity_type__).toBe("UserCustomAttributeLink");
    expect(requests.row("CustomAttributeLinkFrom", "l")).toMatchObject({
      __entity_type__: "ContextCustomAttributeLinkFrom",
      from_id: "sh",
      from_entity_type: "Shot",
      to_entity_type: "User",
    });
    requests.send(remove("CustomAttributeLink", "l"));
    expect(requests.store.count("CustomAttributeLinkFrom")).toBe(0);
  });

  it("stay generic for a kind of entity nobody knows", async () => {
    const requests = await Requests.open();
    requests.addTree();

    requests.send(
      create("CustomAttributeLinkConfiguration", {
        id: "c",
        key: "odd",
        entity_type: "__proto__",
        entity_type_to: "constructor",
      }),
      create("CustomAttributeLink", { id: "l", configuration_id: "c", from_id: "sh", to_id: "t" }),
    );

    expect(requests.row("CustomAttributeLink", "l").__entity_type__).toBe("CustomAttributeLink");
    expect(requests.row("CustomAttributeLinkFrom", "l").__entity_type__).toBe("CustomAttributeLinkFrom");
  });
});
