import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Operation } from "ftrack-kit";
import { WebSocketServer } from "ws";
import { checkOperation, type Policy, Refusal } from "./policy.js";
import { relayEvents } from "./relay.js";
import { Tokens } from "./tokens.js";

export interface BrokerOptions {
  /** The ftrack server, and whose key the broker uses. The key leaves this process for that server only. */
  readonly serverUrl: string;
  readonly apiUser: string;
  readonly apiKey: string;
  readonly policy: Policy;
  /** Whether that is the person's password; a studio asks its own directory here. */
  readonly isPassword: (user: string, password: string) => boolean;
  /** Milliseconds for which a page may use a token before it asks for another. */
  readonly tokenLifetime: number;
  /** Files of the page, by path. */
  readonly files: (path: string) => { readonly body: string; readonly type: string } | undefined;
}

const eightHours = 8 * 60 * 60 * 1000;
const largestBody = 1024 * 1024;

/**
 * Keeps an API key to itself and lets people who signed in do what a policy allows.
 *
 * A cookie that scripts cannot read proves who is signed in; pages trade it for short-lived tokens, which other sites
 * cannot make a browser send.
 */
export async function openBroker(options: BrokerOptions) {
  const signedIn = new Tokens(eightHours);
  const tokens = new Tokens(options.tokenLifetime);
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const [status, exception] = error instanceof Refusal ? [403, "PermissionError"] : [400, "ServerError"];
      const content = error instanceof Error ? error.message : "The request failed.";
      answer(response, status, { exception, content, error_code: null });
    });
  });
  // The socket session was given to a page with a token; the cookie says that it is still the same person.
  server.on("upgrade", (request, socket, head) => {
    const { pathname } = new URL(request.url ?? "/", "http://broker");
    const session = /^\/ftrack(\/socket\.io\/1\/websocket\/[\w-]+)$/.exec(pathname)?.[1];
    if (!session || !signedIn.userOf(cookieOf(request)) || !isOwnPage(request)) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const address = options.serverUrl.replace(/^http/, "ws") + session;
    sockets.handleUpgrade(request, socket, head, (page) => relayEvents(page, address));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://broker");
    const route = `${request.method} ${pathname}`;
    if (route === "POST /login") return login(request, response);
    if (route === "POST /token") {
      const user = isOwnPage(request) ? signedIn.userOf(cookieOf(request)) : undefined;
      return user ? answer(response, 200, { token: tokens.issue(user) }) : answer(response, 401, {});
    }
    if (pathname.startsWith("/ftrack/")) {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
      if (!tokens.userOf(token)) {
        const exception = "InvalidCredentialsError";
        return answer(response, 401, { exception, content: "The token has expired.", error_code: null });
      }
      if (route === "POST /ftrack/api") return forward(request, response);
      if (route === "GET /ftrack/socket.io/1/") return shakeHands(response);
    }
    const file = request.method === "GET" ? options.files(pathname) : undefined;
    if (!file) return void response.writeHead(404).end();
    const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
    response.writeHead(200, { "content-type": file.type, "content-security-policy": policy }).end(file.body);
  }

  async function login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { user, password } = Object(JSON.parse(await bodyOf(request))) as Record<string, unknown>;
    if (!isOwnPage(request) || !options.isPassword(String(user), String(password)))
      return answer(response, 401, {});
    const cookie = `broker=${signedIn.issue(String(user))}; HttpOnly; SameSite=Strict; Path=/`;
    response.setHeader("set-cookie", cookie);
    answer(response, 200, { user });
  }

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operations = JSON.parse(await bodyOf(request)) as Operation[];
    const checked = operations.map((operation) => checkOperation(operation, options.policy));
    const upstream = await fetch(`${options.serverUrl}/api`, {
      method: "POST",
      headers: { ...credentials(), "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(checked),
    });
    response.writeHead(upstream.status, { "content-type": "application/json" }).end(await upstream.text());
  }

  async function shakeHands(response: ServerResponse): Promise<void> {
    const upstream = await fetch(`${options.serverUrl}/socket.io/1/`, { headers: credentials() });
    response.writeHead(upstream.status, { "content-type": "text/plain" }).end(await upstream.text());
  }

  const credentials = () => ({ "ftrack-user": options.apiUser, "ftrack-api-key": options.apiKey });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Browsers say which site makes a page's requests; other clients say nothing, and have no cookies of other people. */
function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || new URL(origin).host === host;
}

const cookieOf = ({ headers }: IncomingMessage) => /(?:^|; )broker=([\w-]+)/.exec(headers.cookie ?? "")?.[1];

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) throw new Refusal("The request is too large.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
