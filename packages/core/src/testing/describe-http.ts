import { describe, expect, it } from "vitest";

/** What the suite needs to try a transport. */
export interface HttpContract {
  readonly fetch: typeof fetch;
  /** Address of a dev-server, without a trailing slash. */
  readonly url: string;
  readonly user: string;
  readonly key: string;
}

/** States what a platform's `fetch` owes a session, against a running dev-server. */
export function describeHttp(name: string, create: () => Promise<HttpContract> | HttpContract): void {
  const post = (
    { fetch, url, user, key }: HttpContract,
    body: string,
    signal?: AbortSignal,
  ): Promise<Response> =>
    fetch(`${url}/api`, {
      method: "POST",
      credentials: "include",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "ftrack-user": user,
        "ftrack-api-key": key,
        "ftrack-strict-api": "false",
      },
      body,
      ...(signal ? { signal } : {}),
    });
  const information = JSON.stringify([{ action: "query_server_information" }]);

  describe(`fetch contract: ${name}`, () => {
    it("carries headers and body there and the answer back", async () => {
      const contract = await create();

      const response = await post(contract, information);

      expect(response.status).toBe(200);
      expect(await response.json()).toEqual([expect.objectContaining({ version: expect.any(String) })]);
    });

    it("carries text that is not ASCII", async () => {
      const contract = await create();
      const expression = 'select name from Task where name is "Ärger \u{1f3ac} 名前"';

      const response = await post(contract, JSON.stringify([{ action: "query", expression }]));

      expect(await response.json()).toEqual([expect.objectContaining({ data: [] })]);
    });

    it("hands over answers that are refusals instead of rejecting", async () => {
      const contract = await create();

      const response = await post({ ...contract, key: "wrong" }, information);

      expect(await response.json()).toMatchObject({ exception: expect.any(String) });
    });

    it("rejects with the signal's own reason when it was aborted before", async () => {
      const contract = await create();
      const reason = new Error("changed my mind");

      await expect(post(contract, information, AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it("rejects while on its way when it is aborted then", async () => {
      const contract = await create();
      const controller = new AbortController();
      const reason = new Error("changed my mind");

      const response = post(contract, information, controller.signal);
      controller.abort(reason);

      await expect(response).rejects.toBe(reason);
    });

    it("rejects with a TypeError where nobody answers", async () => {
      const contract = await create();

      await expect(post({ ...contract, url: "http://127.0.0.1:1" }, information)).rejects.toBeInstanceOf(
        TypeError,
      );
    });

    it("carries many requests at once", async () => {
      const contract = await create();

      const responses = await Promise.all(Array.from({ length: 20 }, () => post(contract, information)));

      for (const response of responses) expect(await response.json()).toHaveLength(1);
    });
  });
}
