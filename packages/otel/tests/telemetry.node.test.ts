import { inspect } from "node:util";
import { Event, type RequestHooks } from "@ftrack-kit/core";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTelemetry } from "../src/telemetry.js";

const key = "7545-distinctive-key";
const exporter = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
let server: DevServer;
let session: Session;

const spans = (): ReadableSpan[] => exporter.getFinishedSpans();
const named = (name: string): ReadableSpan => {
  const found = spans().find((span) => span.name === name);
  if (!found) throw new Error(`No span "${name}" among: ${spans().map((span) => span.name)}`);
  return found;
};
const openSession = (hooks: RequestHooks) =>
  Session.open({ serverUrl: server.url, apiUser: "jane", apiKey: key, schemaCachePath: false, hooks });

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});

beforeEach(async () => {
  server = await createDevServer({ seed: "demo", credentials: { user: "jane", key } });
  session = await openSession(createTelemetry({ tracerProvider }));
  exporter.reset();
});

afterEach(async () => {
  await session.close();
  await server.close();
});

afterAll(() => context.disable());

describe("spans of requests", () => {
  it("tell what was asked of whom, and what came of it", async () => {
    await session.query("select name from Task limit 3");

    const { kind, attributes, status } = named("ftrack query");
    expect(kind).toBe(SpanKind.CLIENT);
    expect(status.code).toBe(SpanStatusCode.UNSET);
    expect(attributes).toMatchObject({
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(server.url).port),
      "ftrack.request.id": expect.any(String),
      "ftrack.request.actions": ["query"],
      "ftrack.request.operations": 1,
    });
  });

  it("belong to the span in which the application asked", async () => {
    const tracer = tracerProvider.getTracer("application");

    await tracer.startActiveSpan("publish a shot", async (span) => {
      await session.query("select name from Task limit 3");
      span.end();
    });

    expect(named("ftrack query").parentSpanContext?.spanId).toBe(
      named("publish a shot").spanContext().spanId,
    );
  });

  it("show repeats", async () => {
    server.faults.add({ on: "query", status: 503, times: 1 });

    await session.query("select name from Task limit 3");

    const { attributes, events } = named("ftrack query");
    expect(attributes["http.request.resend_count"]).toBe(1);
    expect(events).toEqual([expect.objectContaining({ name: "retry" })]);
  });

  it("fail by the code of the error, without its words", async () => {
    await session.call([{ action: "no_such_action" } as never]).catch(() => undefined);

    const { status, attributes } = named("ftrack no_such_action");
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: "server_unknown_action" });
    expect(attributes["error.type"]).toBe("server_unknown_action");
  });
});

describe("spans of commits", () => {
  it("contain their requests", async () => {
    const task = await session.query("select name from Task").first();
    exporter.reset();
    if (task) task.name = "renamed";

    await session.commit();

    const commit = named("ftrack commit");
    expect(commit.attributes).toEqual({ "ftrack.commit.changes": 1 });
    expect(named("ftrack update").parentSpanContext?.spanId).toBe(commit.spanContext().spanId);
  });
});

describe("spans of events", () => {
  it("tell what is sent, and contain what a handler does", async () => {
    const handled = new Promise<void>((resolve) => {
      session.eventHub.subscribe(
        "topic=studio.render",
        async () => {
          await session.query("select name from Task limit 1");
          resolve();
        },
        { subscriber: { id: "renderer" } },
      );
    });
    session.eventHub.connect();
    await session.eventHub.ready;
    exporter.reset();

    const id = await context.with(ROOT_CONTEXT, () =>
      session.eventHub.publish(new Event("studio.render", { frames: "a secret of the studio" })),
    );
    await handled;
    await expect.poll(() => spans().map(({ name }) => name)).toContain("process studio.render");

    const attributes = {
      "messaging.system": "ftrack",
      "messaging.destination.name": "studio.render",
      "messaging.message.id": id,
    };
    expect(named("send studio.render")).toMatchObject({ kind: SpanKind.PRODUCER, attributes });
    const process = named("process studio.render");
    expect(process).toMatchObject({
      kind: SpanKind.CONSUMER,
      attributes: { ...attributes, "ftrack.subscriber.id": "renderer" },
    });
    expect(named("ftrack query").parentSpanContext?.spanId).toBe(process.spanContext().spanId);
  });
});

describe("telemetry", () => {
  it("tells neither keys nor values", async () => {
    await session.query('select name from Task where name is "a secret of the studio"');
    await session.call([{ action: "query", expression: "nonsense of the studio" }]).catch(() => undefined);

    const told = inspect(spans(), { depth: 9 });
    expect(spans().length).toBeGreaterThan(1);
    for (const secret of [key, "of the studio"]) expect(told).not.toContain(secret);
  });

  it("goes to the provider that is registered globally, even later", async () => {
    const own = await openSession(createTelemetry());
    trace.setGlobalTracerProvider(tracerProvider);
    exporter.reset();

    await own.query("select name from Task limit 1");

    expect(named("ftrack query")).toBeDefined();
    trace.disable();
    await own.close();
  });
});
