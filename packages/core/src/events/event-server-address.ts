import { OptionsError } from "../errors/options-error.js";

/**
 * The address below which the event server answers; a path in the server's address, such as a proxy's prefix, stays.
 *
 * @throws {@link OptionsError} `options_invalid` when it is no http address.
 */
export function eventServerAddress(serverUrl: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(serverUrl);
  } catch {
    // Told below, like an address with another scheme.
  }
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new OptionsError("options_invalid", {
      message: `Option "serverUrl" must be an address such as https://studio.example.com.`,
      details: { option: "serverUrl" },
    });
  }
  const prefix = url.pathname.replace(/\/+$/, "");
  return new URL(`${prefix}/socket.io/1/`, url.origin);
}
