import type { WireEvent } from "../event-server/wire-event.js";
import { isObject } from "../event-server/wire-event.js";
import {
  type EventRecord,
  type Status,
  statusBody,
  statusPage,
  statusScript,
} from "../status-page/status-page.js";
import { htmlResponse } from "./answers.js";
import type { Endpoint } from "./exchange.js";

const kept = 100;

/** The last hundred events, newest first. */
export class RecentEvents {
  readonly #now: () => number;
  #records: readonly EventRecord[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  get records(): readonly EventRecord[] {
    return this.#records;
  }

  add({ topic, source }: WireEvent, receivers: number): void {
    const user = isObject(source.user) ? String(source.user.username ?? "") : "";
    this.#records = [{ at: this.#now(), topic, user, receivers }, ...this.#records.slice(0, kept - 1)];
  }
}

/** The status page; looking at it is not worth a line in the log. */
export function createStatusRoutes(status: () => Status): Readonly<Record<string, Endpoint>> {
  const show =
    (answer: () => Response): Endpoint =>
    async (exchange) => {
      exchange.logged = false;
      return async () => answer();
    };
  return {
    "GET /": show(() => htmlResponse(statusPage(status()))),
    "GET /status": show(() => htmlResponse(statusBody(status()))),
    "GET /status.js": show(
      () => new Response(statusScript, { headers: { "content-type": "text/javascript; charset=utf-8" } }),
    ),
  };
}
