import { NetworkError, ServerError } from "@ftrack-kit/core";
import { settlePromises, settleTasks } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/codec/operations.js";
import { ReadBatcher } from "../../src/session/read-batcher.js";

type Send = (operations: readonly Operation[], signal: AbortSignal) => Promise<readonly unknown[]>;

function createBatcher(send: Send = async (operations) => operations.map(({ name }) => name), share = true) {
  const requests: { names: unknown[]; signal: AbortSignal }[] = [];
  const received: boolean[][] = [];
  const batcher = new ReadBatcher<unknown>({
    send: (operations, signal) => {
      requests.push({ names: operations.map(({ name }) => name), signal });
      return send(operations, signal);
    },
    receive: (answers) => {
      received.push(answers.map(({ wanted }) => wanted));
      return answers.map(({ answer }) => answer);
    },
    share,
    limit: 5,
  });
  const load = (name: string, signal?: AbortSignal) =>
    batcher.load({ action: "query", name }, undefined, signal);
  return { batcher, load, requests, received };
}

const failing =
  (name: string): Send =>
  async (operations) => {
    if (operations.some((operation) => operation.name === name)) {
      throw new ServerError("server_parse", { message: `${name} is wrong`, exception: "ParseError" });
    }
    return operations.map((operation) => operation.name);
  };

describe("ReadBatcher", () => {
  it("sends the reads of one tick in one request, in order", async () => {
    const { load, requests } = createBatcher();

    const results = await Promise.all([load("a"), load("b"), load("c")]);

    expect(results).toEqual(["a", "b", "c"]);
    expect(requests.map(({ names }) => names)).toEqual([["a", "b", "c"]]);
  });

  it("takes along what the same tick asks for after a few awaits", async () => {
    const { load, requests } = createBatcher();
    const later = async () => {
      for (let turn = 0; turn < 8; turn++) await undefined;
      return load("b");
    };

    await Promise.all([load("a"), later()]);

    expect(requests).toHaveLength(1);
  });

  it("does not put more into one request than allowed", async () => {
    const { load, requests } = createBatcher();

    await Promise.all("abcdefg".split("").map((name) => load(name)));

    expect(requests.map(({ names }) => names.length)).toEqual([5, 2]);
  });

  it("lets equal reads share one answer while it is on its way, and no longer", async () => {
    const { load, requests } = createBatcher(async (operations) => {
      await settleTasks();
      return operations.map(({ name }) => name);
    });

    await Promise.all([load("a"), load("a"), settlePromises().then(() => load("a"))]);
    await load("a");

    expect(requests.map(({ names }) => names)).toEqual([["a"], ["a"]]);
  });

  it("never answers a read with what was asked for before a write", async () => {
    let release: () => void = () => undefined;
    const { batcher, load, requests } = createBatcher(async (operations) => {
      if (requests.length === 1) await new Promise<void>((resolve) => (release = resolve));
      return operations.map(() => `answer ${requests.length}`);
    });

    const before = load("a");
    await settlePromises();
    batcher.separate();
    const after = load("a");
    await settlePromises();
    release();

    expect(await after).toBe("answer 2");
    await before;
  });

  it("gives every reader an answer of its own where answers are used up", async () => {
    const { load, requests } = createBatcher(undefined, false);

    await Promise.all([load("a"), load("a")]);

    expect(requests.map(({ names }) => names)).toEqual([["a", "a"]]);
  });

  it("tries each alone when a request of several fails, so that one bad query fails alone", async () => {
    const { load, requests } = createBatcher(failing("bad"));

    const outcomes = await Promise.allSettled([load("a"), load("bad"), load("c")]);

    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(requests.map(({ names }) => names)).toEqual([["a", "bad", "c"], ["a"], ["bad"], ["c"]]);
  });

  it("does not storm a server that is not there", async () => {
    const error = new NetworkError("network_unreachable", { message: "gone", retryable: true });
    const { load, requests } = createBatcher(() => Promise.reject(error));

    const outcomes = await Promise.allSettled([load("a"), load("b")]);

    expect(outcomes).toEqual([
      { status: "rejected", reason: error },
      { status: "rejected", reason: error },
    ]);
    expect(requests).toHaveLength(1);
  });

  it("lets one caller leave without disturbing another that waits for the same", async () => {
    const { load } = createBatcher();
    const controller = new AbortController();
    const reason = new Error("changed my mind");

    const [left, stayed] = [load("a", controller.signal), load("a")];
    controller.abort(reason);

    await expect(left).rejects.toBe(reason);
    expect(await stayed).toBe("a");
  });

  it("sends nothing when everybody left before the tick ended", async () => {
    const { load, requests } = createBatcher();
    const controller = new AbortController();

    const left = load("a", controller.signal).catch((error: unknown) => error);
    controller.abort("gone");
    await settlePromises();

    expect(await left).toBe("gone");
    expect(requests).toEqual([]);
  });

  it("cancels a request once nobody waits for any of it, and not before", async () => {
    const { load, requests } = createBatcher(() => new Promise(() => undefined));
    const [first, second] = [new AbortController(), new AbortController()];
    const outcomes = [load("a", first.signal), load("b", second.signal)].map((read) =>
      read.catch((error: unknown) => error),
    );
    await settlePromises();

    first.abort("one");
    const afterOne = requests[0]?.signal.aborted;
    second.abort("two");

    expect(afterOne).toBe(false);
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(await Promise.all(outcomes)).toEqual(["one", "two"]);
  });

  it("asks anew after a cancelled read instead of waiting for it", async () => {
    let hang = true;
    const { load } = createBatcher((operations) =>
      hang ? new Promise(() => undefined) : Promise.resolve(operations.map(() => "fresh")),
    );
    const controller = new AbortController();
    const left = load("a", controller.signal).catch(() => undefined);
    await settlePromises();
    controller.abort();
    await left;

    hang = false;

    expect(await load("a")).toBe("fresh");
  });

  it("hands over all answers of a response, and says which nobody waits for", async () => {
    const { load, received } = createBatcher(async (operations) => {
      await settlePromises();
      return operations.map(({ name }) => name);
    });
    const controller = new AbortController();
    const left = load("a", controller.signal).catch(() => undefined);
    const stayed = load("b");
    await settlePromises();

    controller.abort();
    await Promise.all([left, stayed]);

    expect(received).toEqual([[false, true]]);
  });
});
