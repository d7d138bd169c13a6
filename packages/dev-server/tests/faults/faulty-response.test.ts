import { describe, expect, it } from "vitest";
import { damage, responseInstead } from "../../src/faults/faulty-response.js";

const faultOf = (...rules: Parameters<typeof damage>[0]["rules"]) => ({ delay: 0, rules });

describe("responseInstead", () => {
  it("answers with the status asked for, in JSON, and when to come again", async () => {
    const response = responseInstead(faultOf({ status: 429, retryAfter: 3 }));

    expect(response?.status).toBe(429);
    expect(response?.headers.get("retry-after")).toBe("3");
    expect(await response?.json()).toMatchObject({ exception: "ServerError", error_code: null });
  });

  it("answers a page where a proxy would", async () => {
    const response = responseInstead(faultOf({ html: true }));

    expect(response?.status).toBe(502);
    expect(response?.headers.get("content-type")).toContain("text/html");
    expect(await response?.text()).toContain("<html>");
  });

  it("cuts the connection before the request is handled", () => {
    expect(responseInstead(faultOf({ drop: "before" }))?.type).toBe("error");
  });

  it("leaves the request to the server when a rule only delays or damages", () => {
    expect(responseInstead(faultOf({ latency: 5 }, { drop: "after" }, { truncate: true }))).toBeUndefined();
  });
});

describe("damage", () => {
  it("cuts the connection after the request was carried out", async () => {
    const response = await damage(faultOf({ drop: "after" }), new Response("done"));

    expect(response.type).toBe("error");
  });

  it("announces all bytes and breaks off in the middle", async () => {
    const response = await damage(faultOf({ truncate: true }), new Response("0123456789"));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();

    const first = await reader.read();

    expect(response.headers.get("content-length")).toBe("10");
    expect(new TextDecoder().decode(first.value)).toBe("01234");
    await expect(reader.read()).rejects.toThrow("cut");
  });

  it("breaks an empty answer too", async () => {
    const response = await damage(faultOf({ truncate: true }), new Response(""));

    await expect(response.body?.getReader().read()).rejects.toThrow("cut");
  });

  it("leaves an answer alone that no rule damages", async () => {
    const response = new Response("whole");

    expect(await damage(faultOf({ latency: 1 }), response)).toBe(response);
  });
});
