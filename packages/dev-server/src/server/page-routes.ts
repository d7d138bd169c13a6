import type { Signer } from "../files/signer.js";
import type { ReadStore, Row } from "../store/row.js";
import { htmlResponse, textResponse } from "./answers.js";
import type { Endpoint } from "./exchange.js";
import { escapeHtml, page } from "./page.js";

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export interface PageRoutesOptions {
  readonly signer: Signer;
  readonly store: ReadStore;
  /** Whom an interactive login signs in. */
  readonly firstCredentials: { readonly user: string; readonly key: string };
}

/** Pages people open: widgets and the login of desktop tools (wire protocol 2.12 and 6). */
export function createPageRoutes({
  signer,
  store,
  firstCredentials,
}: PageRoutesOptions): Readonly<Record<string, Endpoint>> {
  return {
    "GET /widget": async (exchange) => {
      exchange.subjects = ["page"];
      return async () => {
        const parameters = signer.verify("GET", exchange.url);
        if (!parameters)
          return textResponse(403, "The address of this widget has expired. Ask for a new one.");
        return htmlResponse(widgetPage(parameters, store));
      };
    },
    "GET /user/api_credentials": async (exchange) => {
      exchange.subjects = ["page"];
      return async () => {
        const target = parseUrl(exchange.url.searchParams.get("redirect_url"));
        // The key goes to programs on this machine only: a link on a strange page must not carry it away.
        if (target?.protocol !== "http:" || !loopback.test(target.hostname)) {
          return textResponse(400, "redirect_url has to be an http address of this machine.");
        }
        target.searchParams.set("api_user", firstCredentials.user);
        target.searchParams.set("api_key", firstCredentials.key);
        return new Response(null, { status: 302, headers: { location: target.href } });
      };
    },
  };
}

function widgetPage(parameters: URLSearchParams, store: ReadStore): string {
  const name = parameters.get("name") ?? "";
  const id = parameters.get("entityId");
  const row = id === null ? undefined : (store.get("Context", id) ?? store.get("AssetVersion", id));
  const about = row ? table(row) : "<p>This widget stands for the one of a real server.</p>";
  const theme = parameters.get("theme") === "light" ? "light" : "dark";
  return page({ title: `${name} widget`, theme, body: `<h1>${escapeHtml(name)}</h1>${about}` });
}

function table(row: Row): string {
  const cells = Object.entries(row)
    .filter(([, value]) => value !== null && typeof value !== "object")
    .map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(String(value))}</td></tr>`);
  return `<table>${cells.join("")}</table>`;
}

function parseUrl(text: string | null): URL | undefined {
  return text !== null && URL.canParse(text) ? new URL(text) : undefined;
}
