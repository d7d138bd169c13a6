import { describe, expect, it } from "vitest";
import { Signer } from "../../src/files/signer.js";
import { ServerClock } from "../../src/server/server-clock.js";

const minute = 60_000;

function createSigner() {
  const clock = new ServerClock(() => 1_000_000);
  return { clock, signer: new Signer(() => clock.now(), "a secret") };
}

describe("Signer", () => {
  it("reads back what it signed, for HEAD as for GET", () => {
    const { signer } = createSigner();

    const url = signer.sign("GET", new URL("http://x/get?id=a b%26c"), minute);

    expect(signer.verify("GET", url)?.get("id")).toBe("a b&c");
    expect(signer.verify("HEAD", url)?.get("id")).toBe("a b&c");
  });

  it("lets an address expire by the clock", () => {
    const { clock, signer } = createSigner();
    const url = signer.sign("GET", new URL("http://x/get?id=a"), minute);

    clock.advance(minute - 1);
    const before = signer.verify("GET", url);
    clock.advance(minute);
    const after = signer.verify("GET", url);

    expect(before).toBeDefined();
    expect(after).toBeUndefined();
  });

  it("makes the same address again while it is fresh, so that caches can use it", () => {
    const { clock, signer } = createSigner();
    const make = () => signer.sign("GET", new URL("http://x/get?id=a"), 60 * minute).href;

    const first = make();
    clock.advance(1000);

    expect(make()).toBe(first);
  });

  it.each([
    ["another method", "PUT", (text: string) => text],
    ["another path", "GET", (text: string) => text.replace("/get", "/remove")],
    ["another id", "GET", (text: string) => text.replace("id=a", "id=b")],
    ["another expiry", "GET", (text: string) => text.replace(/expires=\d+/, "expires=99999999999")],
    ["another signature", "GET", (text: string) => text.replace(/signature=./, "signature=x")],
    ["no signature", "GET", (text: string) => text.replace(/&signature=.*/, "")],
    ["a parameter put in front", "GET", (text: string) => text.replace("?", "?id=b&")],
  ])("refuses %s", (_what, method, change) => {
    const { signer } = createSigner();
    const url = signer.sign("GET", new URL("http://x/get?id=a"), minute).href;

    expect(signer.verify(method, new URL(change(url)))).toBeUndefined();
  });

  it("allows parameters behind the signature and does not take them for its own", () => {
    const { signer } = createSigner();
    const url = signer.sign("GET", new URL("http://x/widget?name=info"), minute).href;

    const parameters = signer.verify("GET", new URL(`${url}&entityType=Task&name=other`));

    expect(parameters?.getAll("name")).toEqual(["info"]);
    expect(parameters?.has("entityType")).toBe(false);
  });

  it("does not accept the addresses of another secret", () => {
    const { signer } = createSigner();
    const other = new Signer(() => 1_000_000, "another secret");

    const url = other.sign("GET", new URL("http://x/get?id=a"), minute);

    expect(signer.verify("GET", url)).toBeUndefined();
  });
});
