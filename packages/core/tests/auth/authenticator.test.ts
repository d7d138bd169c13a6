import { ManualClock } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import { Authenticator } from "../../src/auth/authenticator.js";
import type { Auth, Credentials, CredentialsRequest } from "../../src/auth/credentials.js";
import { createDeferred } from "../../src/util/deferred.js";

function create(auth: Auth) {
  const clock = new ManualClock();
  return { clock, authenticator: new Authenticator({ auth, clock, timeout: 1_000 }) };
}

/** Gives the keys of a list, one per call. */
function keys(...list: readonly string[]) {
  const requests: CredentialsRequest[] = [];
  const auth = (request: CredentialsRequest): Credentials => {
    requests.push(request);
    return { apiKey: list[requests.length - 1] };
  };
  return { auth, requests };
}

describe("credentials", () => {
  it("are known at once when they were given", () => {
    const { authenticator } = create({ apiKey: "k1" });

    expect(authenticator.current).toEqual({ apiKey: "k1", headers: {} });
  });

  it("are asked for once by all who need them at the same time", async () => {
    const { auth, requests } = keys("k1", "k2");
    const { authenticator } = create(auth);

    const [one, other] = await Promise.all([authenticator.get(), authenticator.get()]);

    expect(one).toBe(other);
    expect(requests.map(({ refused }) => refused)).toEqual([undefined]);
  });

  it("are asked for once by all whose request was refused", async () => {
    const { auth, requests } = keys("k1", "k2", "k3");
    const { authenticator } = create(auth);
    const first = await authenticator.get();

    const fresh = await Promise.all([authenticator.refresh(first), authenticator.refresh(first)]);
    const late = await authenticator.refresh(first);

    expect([...fresh, late].map((given) => given?.apiKey)).toEqual(["k2", "k2", "k2"]);
    expect(requests[1]?.refused).toEqual({ apiKey: "k1", headers: {} });
    expect(requests).toHaveLength(2);
  });

  it("are not replaced by the same ones, nor where no function gives others", async () => {
    const { auth } = keys("k1", "k1");
    const repeating = create(auth).authenticator;
    const fixed = create({ apiKey: "k1" }).authenticator;

    const outcomes = [await repeating.refresh(await repeating.get()), await fixed.refresh(await fixed.get())];

    expect(outcomes).toEqual([undefined, undefined]);
  });

  it("are asked for again after the function failed", async () => {
    let calls = 0;
    const { authenticator } = create(() => {
      calls++;
      if (calls === 1) throw new Error("not logged in");
      return { apiKey: "k2" };
    });

    const first = authenticator.get();

    await expect(first).rejects.toMatchObject({
      code: "session_credentials",
      cause: { message: "not logged in" },
    });
    await expect(authenticator.get()).resolves.toMatchObject({ apiKey: "k2" });
  });

  it("that do not come in time are given up, and the function is told", async () => {
    let told: unknown;
    const { authenticator, clock } = create(({ signal }) => {
      signal.addEventListener("abort", () => (told = signal.reason));
      return new Promise<never>(() => undefined);
    });

    const outcome = authenticator.get().catch((error: unknown) => error);
    await clock.advance(1_000);

    expect(await outcome).toMatchObject({ code: "timeout_wait" });
    expect(told).toBe(await outcome);
  });

  it("let a caller give up while others wait on", async () => {
    const answer = createDeferred<Credentials>();
    const { authenticator } = create(() => answer.promise);
    const controller = new AbortController();

    const impatient = authenticator.get(controller.signal).catch((error: unknown) => error);
    const patient = authenticator.get();
    controller.abort("enough");
    answer.resolve({ apiKey: "k1" });

    expect(await impatient).toBe("enough");
    expect(await patient).toMatchObject({ apiKey: "k1" });
  });

  for (const [what, given] of [
    ["nothing", undefined],
    ["neither key nor headers", {}],
    ["a key with a line break", { apiKey: "sec\nret" }],
    ["a key that is empty", { apiKey: "" }],
    ["a header that is no text", { headers: { authorization: 7 } }],
  ] as const) {
    it(`that are ${what} are refused without saying them`, async () => {
      const { authenticator } = create(() => given as unknown as Credentials);

      const error: unknown = await authenticator.get().catch((problem: unknown) => problem);

      expect(error).toMatchObject({ code: "session_credentials" });
      expect(JSON.stringify(error)).not.toContain("sec");
    });
  }

  it("remember secrets that are out of use, but not without end", async () => {
    let calls = 0;
    const { authenticator } = create(() => ({
      apiKey: `key-${++calls}`,
      headers: { "x-token": `t-${calls}` },
    }));

    let current = await authenticator.get();
    for (let turn = 0; turn < 30; turn++) current = (await authenticator.refresh(current)) ?? current;

    expect(authenticator.secrets).toContain("key-31");
    expect(authenticator.secrets).toContain("t-30");
    expect(authenticator.secrets.length).toBeLessThanOrEqual(20);
  });
});
