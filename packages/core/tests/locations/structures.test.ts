import { describe, expect, it } from "vitest";
import type { ComponentFacts, VersionPlace } from "../../src/locations/component-facts.js";
import { IdStructure } from "../../src/locations/id-structure.js";
import { StandardStructure } from "../../src/locations/standard-structure.js";
import { EntityIdStructure, OriginStructure } from "../../src/locations/structure.js";

const facts = (values: Partial<ComponentFacts>): ComponentFacts => ({
  id: "abcdefgh-1234",
  kind: "file",
  name: "main",
  fileType: ".exr",
  size: 1,
  padding: 0,
  versionId: "version",
  container: undefined,
  ...values,
});
const sequence = facts({ id: "stuvwxyz-9", kind: "sequence", name: "Beauty Pass", padding: 4 });
const container = facts({ id: "ijklmnop-5", kind: "container", name: "bundle", fileType: "" });
const version: VersionPlace = {
  id: "version",
  version: 3,
  assetName: "Comp",
  projectName: "Big Bunny",
  folderNames: ["sq010", "Sh 020"],
};

describe("OriginStructure", () => {
  it("keeps the identifier of the source, and fails without one", () => {
    expect(new OriginStructure().resourceIdentifier(facts({}), { sourceResourceIdentifier: "/a/b" })).toBe(
      "/a/b",
    );
    expect(() => new OriginStructure().resourceIdentifier(facts({}), {})).toThrow(
      expect.objectContaining({ code: "location_structure" }),
    );
  });
});

describe("EntityIdStructure", () => {
  it("uses the id", () => {
    expect(new EntityIdStructure().resourceIdentifier(facts({}))).toBe("abcdefgh-1234");
  });
});

describe("IdStructure", () => {
  it.each([
    ["a file", facts({}), "p/a/b/c/d/efgh-1234.exr"],
    ["a frame", facts({ name: "0012", container: sequence }), "p/s/t/u/v/wxyz-9/file.0012.exr"],
    ["a member", facts({ container }), "p/i/j/k/l/mnop-5/abcdefgh-1234.exr"],
    ["a sequence", sequence, "p/s/t/u/v/wxyz-9/file.%04d.exr"],
    ["a sequence without padding", facts({ kind: "sequence", fileType: "" }), "p/a/b/c/d/efgh-1234/file.%d"],
    ["a container", container, "p/i/j/k/l/mnop-5"],
    ["a file without type", facts({ fileType: "" }), "p/a/b/c/d/efgh-1234"],
  ])("places %s", (_, component, expected) => {
    expect(new IdStructure({ prefix: "p/" }).resourceIdentifier(component)).toBe(expected);
  });
});

describe("StandardStructure", () => {
  const place = (component: ComponentFacts, options = {}, context: VersionPlace = version) =>
    new StandardStructure(options).resourceIdentifier(component, { version: context });

  it.each([
    ["a file", facts({}), "big_bunny/sq010/sh_020/comp/v003/main.exr"],
    ["a file without type", facts({ fileType: "" }), "big_bunny/sq010/sh_020/comp/v003/main"],
    ["a sequence", sequence, "big_bunny/sq010/sh_020/comp/v003/beauty_pass.%04d.exr"],
    [
      "a frame",
      facts({ name: "0012", container: sequence }),
      "big_bunny/sq010/sh_020/comp/v003/beauty_pass.0012.exr",
    ],
    ["a container", container, "big_bunny/sq010/sh_020/comp/v003/bundle"],
    ["a member", facts({ container }), "big_bunny/sq010/sh_020/comp/v003/bundle/main.exr"],
  ])("places %s", (_, component, expected) => {
    expect(place(component)).toBe(expected);
  });

  it("puts versions of the project itself under a prefix, where one is set", () => {
    const own = { ...version, folderNames: [], version: 1234 };

    expect(place(facts({}), {}, own)).toBe("big_bunny/comp/v1234/main.exr");
    expect(place(facts({}), { projectVersionsPrefix: "versions" }, own)).toBe(
      "big_bunny/versions/comp/v1234/main.exr",
    );
  });

  it.each([
    ["björn", "bjorn"],
    ["björn!", "bjorn_"],
    ["fo/o", "fo_o"],
    ["my_ne!!!!w", "my_ne____w"],
    ["åäö", "aao"],
    ["A b  c", "a_b__c"],
    ["日本", ""],
    ["ﬁ", "fi"],
  ])("makes %s safe as %j", (name, expected) => {
    expect(new StandardStructure().sanitise(name)).toBe(expected);
  });

  it("substitutes what it is told, and nothing when told so", () => {
    expect(new StandardStructure({ illegalCharacterSubstitute: "^" }).sanitise("bj!rn")).toBe("bj^rn");
    expect(new StandardStructure({ illegalCharacterSubstitute: null }).sanitise("Bj!rn")).toBe("Bj!rn");
  });

  it("refuses a name of which nothing is left, instead of sharing one path between such names", () => {
    expect(() => place(facts({ name: "日本", fileType: "" }))).toThrow(
      expect.objectContaining({ code: "location_structure" }),
    );
    expect(() => place(facts({}), {}, { ...version, assetName: ".." })).toThrow(
      expect.objectContaining({ code: "location_structure" }),
    );
  });

  it("refuses a component without a version, and containers within containers", () => {
    const structure = new StandardStructure();

    expect(() => structure.resourceIdentifier(facts({}), {})).toThrow(/belongs to no committed version/);
    expect(() => place(facts({ container: facts({ kind: "container", container }) }))).toThrow(
      /within a container/,
    );
  });
});
