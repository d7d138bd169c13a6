import { createOpenWebSocket, OptionsError, type Platform } from "@ftrack-kit/core";
import type { EnvHttpProxyAgent } from "undici";

/** The two ways out of a process. */
export type Transport = Pick<Platform, "fetch" | "openWebSocket">;

/** Proxies by the scheme of what is asked for. */
export interface ProxyAddresses {
  readonly http: string | undefined;
  readonly https: string | undefined;
}

/**
 * The proxies that an option or, without one, the environment asks for; `undefined` where there are none.
 *
 * Lower-case variables come first. What is not told about https follows http, as in Node's own use of these variables.
 * Whatever `NO_PROXY` names is reached directly in any case.
 *
 * @throws {@link OptionsError} `options_invalid` for what is no address of a proxy; it never holds the address, which
 * may carry a password.
 */
export function resolveProxies(
  option: string | false | undefined,
  variables: NodeJS.ProcessEnv = process.env,
): ProxyAddresses | undefined {
  if (option === false) return undefined;
  if (option !== undefined) {
    const address = addressOf(option, 'Option "proxy"', "proxy");
    return { http: address, https: address };
  }
  const [http, https] = ["HTTP_PROXY", "HTTPS_PROXY"].map((name) => {
    const given = variables[name.toLowerCase()] || variables[name];
    return given ? addressOf(given, `The environment variable ${name}`, name) : undefined;
  });
  return http || https ? { http, https } : undefined;
}

/**
 * Requests and sockets through proxies.
 *
 * Requests for plain http are handed to the proxy as they are; https, and sockets of either kind, go through a tunnel,
 * which proxies otherwise seldom grant. The library behind this is loaded with the first of them.
 */
export function createProxiedTransport(proxies: ProxyAddresses): Transport {
  let loading: Promise<Transport> | undefined;
  const load = () => {
    loading ??= loadTransport(proxies);
    return loading;
  };
  return {
    fetch: async (...args) => (await load()).fetch(...args),
    openWebSocket: async (...args) => (await load()).openWebSocket(...args),
  };
}

async function loadTransport({ http, https }: ProxyAddresses): Promise<Transport> {
  const { EnvHttpProxyAgent, WebSocket, fetch } = await import("undici");
  // What is not given here the agent would look up in the environment by itself.
  const settings: EnvHttpProxyAgent.Options = { httpProxy: http ?? "", httpsProxy: https ?? "" };
  const forRequests = new EnvHttpProxyAgent({ ...settings, proxyTunnel: false });
  const forSockets = new EnvHttpProxyAgent(settings);
  // The same function under types of its own.
  const send = fetch as unknown as (input: unknown, init: object) => Promise<Response>;
  return {
    fetch: (input, init) => send(input, { ...init, dispatcher: forRequests }),
    openWebSocket: (url, options) => {
      const { headers } = options;
      const Socket = class extends WebSocket {
        constructor(address: string | URL) {
          super(address, { dispatcher: forSockets, ...(headers ? { headers: { ...headers } } : {}) });
        }
      };
      return createOpenWebSocket(() => Socket as unknown as typeof globalThis.WebSocket)(url, options);
    },
  };
}

/** Many write a proxy without its scheme, as in `proxy.studio:3128`. */
function addressOf(given: string, what: string, option: string): string {
  const invalid = new OptionsError("options_invalid", {
    message: `${what} must be the address of an HTTP proxy, such as "http://proxy.studio.example:3128".`,
    details: { option },
  });
  if (typeof given !== "string") throw invalid;
  let url: URL;
  try {
    url = new URL(given.includes("://") ? given : `http://${given}`);
    decodeURIComponent(url.username + url.password);
  } catch {
    throw invalid;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw invalid;
  return url.href;
}
