import type { ConnectionInfo } from "../event-server/connection.js";
import { escapeHtml, page } from "../server/page.js";
import type { RequestRecord } from "../server/request-log.js";

/** An event as the status page lists it. */
export interface EventRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly topic: string;
  readonly user: string;
  readonly receivers: number;
}

/** What the server is doing, at one moment. */
export interface Status {
  readonly url: string;
  readonly seed: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly entities: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly operations: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly faults: number;
  /** Newest first. */
  readonly recent: readonly RequestRecord[];
  /** Newest first. */
  readonly events: readonly EventRecord[];
  readonly connections: readonly ConnectionInfo[];
}

const time = (at: number): string => new Date(at).toISOString().slice(11, 19);

const figure = (value: number | string, label: string): string =>
  `<div><b>${typeof value === "number" ? value.toLocaleString("en") : value}</b><span>${label}</span></div>`;

function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

const section = (title: string, rows: readonly string[], empty: string, wide = false): string =>
  `<section${wide ? ' class="wide"' : ""}><h2>${title}</h2>${rows.length === 0 ? `<p>${empty}</p>` : `<table>${rows.join("")}</table>`}</section>`;

function requestRow({
  at,
  user,
  summary,
  exception,
  status,
  duration,
  responseBytes,
}: RequestRecord): string {
  const result = exception ?? (status === 0 ? "connection cut" : status >= 400 ? String(status) : "");
  return `<tr><td class="time">${time(at)}</td><td>${escapeHtml(user ?? "–")}</td><td>${escapeHtml(summary)} <span class="bad">${escapeHtml(result)}</span></td><td class="number">${Math.round(duration)} ms</td><td class="number">${bytes(responseBytes)}</td></tr>`;
}

const eventRow = ({ at, topic, user, receivers }: EventRecord): string =>
  `<tr><td class="time">${time(at)}</td><td>${escapeHtml(topic)}</td><td>${escapeHtml(user)}</td><td class="number">to ${receivers}</td></tr>`;

const connectionRow = ({ username, since, subscriptions, delivered, published }: ConnectionInfo): string =>
  `<tr><td>${escapeHtml(username)} <span class="soft">since ${time(since)}</span><br>${subscriptions.map(({ expression }) => `<code>${escapeHtml(expression)}</code>`).join("<br>")}</td><td class="number">${delivered} received<br>${published} sent</td></tr>`;

/** The part of the page that changes. */
export function statusBody(status: Status): string {
  const entities = Object.entries(status.entities)
    .sort(([, left], [, right]) => right - left)
    .slice(0, 14)
    .map(
      ([type, count]) =>
        `<tr><th>${escapeHtml(type)}</th><td class="number">${count.toLocaleString("en")}</td></tr>`,
    );
  const total = Object.values(status.entities).reduce((sum, count) => sum + count, 0);
  const figures = [
    figure(total, "entities"),
    figure(status.requests, "requests"),
    figure(status.operations, "operations"),
    figure(bytes(status.responseBytes), "answered"),
    figure(status.connections.length, "clients connected"),
    ...(status.faults > 0 ? [figure(status.faults, "fault rules")] : []),
  ];
  return `<h1>ftrack development server</h1><p><code>${escapeHtml(status.url)}</code> · seed ${escapeHtml(status.seed)} · server time ${time(status.now)} UTC</p><section><div class="figures">${figures.join("")}</div></section><div class="grid">${section("Operations", status.recent.map(requestRow), "No requests yet.", true)}${section("Workspace", entities, "The workspace is empty.")}<div class="stack">${section("Clients", status.connections.map(connectionRow), "No client is connected to the event server.")}${section("Events", status.events.map(eventRow), "No events yet.")}</div></div>`;
}

export const statusPage = (status: Status): string =>
  page({
    title: "ftrack development server",
    body: `<div id="status">${statusBody(status)}</div><script src="/status.js"></script>`,
  });

/** Renews the page every two seconds while somebody looks at it. */
export const statusScript = `"use strict";
setInterval(async () => {
  if (document.hidden) return;
  try {
    const response = await fetch("/status");
    if (response.ok) document.getElementById("status").innerHTML = await response.text();
  } catch { /* The server is away; the next round tries again. */ }
}, 2000);
`;
