import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterEach, describe, expect, it } from "vitest";
import { runWith } from "./run-with.js";

const open: (Server | DevServer)[] = [];
afterEach(async () => {
  for (const server of open.splice(0))
    await new Promise<void>((done) => void Promise.resolve(server.close(() => done())).then(() => done()));
});

async function listen(
  answer: (path: string) => { status: number; type: string; body: string },
): Promise<string> {
  const server = createServer((request, response) => {
    const { status, type, body } = answer(request.url ?? "/");
    response.writeHead(status, { "content-type": type }).end(body);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("ftrack-kit diagnose", () => {
  it("finds nothing wrong with a good connection", async () => {
    const server = await createDevServer({ port: 0, seed: "demo", credentials: { user: "jane", key: "k" } });
    open.push(server);

    const result = await runWith(["diagnose"], {
      FTRACK_SERVER: server.url,
      FTRACK_API_USER: "jane",
      FTRACK_API_KEY: "k",
    });

    expect(result.code).toBe(0);
    for (const subject of ["address", "network", "API", "clock", "key", "schema", "roles", "events"]) {
      expect(result.out).toContain(`✓ ${subject}`);
    }
  });

  it("says when no server is named", async () => {
    const result = await runWith(["diagnose"], {});

    expect(result).toMatchObject({ code: 3, out: expect.stringContaining("FTRACK_SERVER") });
  });

  it("says when the address is none", async () => {
    const result = await runWith(["diagnose", "--server", "studio"], {});

    expect(result.out).toContain("https://");
  });

  it("says when nothing listens", async () => {
    const url = await listen(() => ({ status: 200, type: "text/plain", body: "" }));
    await new Promise((done) => (open.pop() as Server).close(done));

    const result = await runWith(["diagnose", "--server", url], {});

    expect(result.out).toContain("Nothing listens");
  });

  it("recognises a proxy's page", async () => {
    const url = await listen(() => ({ status: 502, type: "text/html", body: "<html>Bad gateway</html>" }));

    const result = await runWith(["diagnose", "--server", url], {});

    expect(result.out).toContain("A web page came back instead of the API (status 502)");
  });

  it("recognises a wrong key, and does not print it", async () => {
    const server = await createDevServer({
      port: 0,
      seed: "empty",
      credentials: { user: "jane", key: "right" },
    });
    open.push(server);

    const result = await runWith(["diagnose"], {
      FTRACK_SERVER: server.url,
      FTRACK_API_USER: "jane",
      FTRACK_API_KEY: "wrong-secret",
    });

    expect(result.code).toBe(3);
    expect(result.out).toContain('does not accept the key of "jane"');
    expect(result.out + result.notes).not.toContain("wrong-secret");
  });
});
