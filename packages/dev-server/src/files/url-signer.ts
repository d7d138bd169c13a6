import type { UrlSigner } from "../actions/services.js";
import type { Signer } from "./signer.js";

const hour = 3_600_000;
const minute = 60_000;

/** Makes the addresses that rows and actions show (wire protocol 2.12, 3.10 and 6). */
export function createUrlSigner(base: string, signer: Signer): UrlSigner {
  const sign = (path: string, parameters: Readonly<Record<string, string | null>>, lifetime: number) => {
    const url = new URL(base + path);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== null) url.searchParams.set(name, value);
    }
    return signer.sign("GET", url, lifetime).href;
  };
  return {
    componentUrl: (id) => sign("/component/get", { id }, 12 * hour),
    thumbnailUrl: (id) =>
      id === null ? `${base}/img/thumbnail2.png` : sign("/component/thumbnail", { id }, 12 * hour),
    widgetUrl: ({ name, theme, entityType, entityId, userId }) =>
      sign("/widget", { name, theme, entityType, entityId, userId }, 6 * minute),
  };
}
