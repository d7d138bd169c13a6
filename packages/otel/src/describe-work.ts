import type { TracedWork } from "@ftrack-kit/core";
import { SpanKind, type SpanOptions } from "@opentelemetry/api";

/** Name, kind and attributes of the span of a piece of work, after OpenTelemetry's semantic conventions. */
export function describeWork(work: TracedWork): SpanOptions & { readonly name: string } {
  switch (work.kind) {
    case "request": {
      const { hostname, port } = new URL(work.serverUrl);
      const actions = [...new Set(work.actions)];
      return {
        name: `ftrack ${actions.length === 1 ? actions[0] : "batch"}`,
        kind: SpanKind.CLIENT,
        attributes: {
          "http.request.method": "POST",
          "server.address": hostname,
          ...(port === "" ? {} : { "server.port": Number(port) }),
          "ftrack.request.id": work.requestId,
          "ftrack.request.actions": actions,
          "ftrack.request.operations": work.actions.length,
        },
      };
    }
    case "commit":
      return {
        name: "ftrack commit",
        kind: SpanKind.INTERNAL,
        attributes: { "ftrack.commit.changes": work.changes },
      };
    case "publish":
      return {
        name: `send ${work.topic}`,
        kind: SpanKind.PRODUCER,
        attributes: messageAttributes(work, "send"),
      };
    case "handle":
      return {
        name: `process ${work.topic}`,
        kind: SpanKind.CONSUMER,
        attributes: { ...messageAttributes(work, "process"), "ftrack.subscriber.id": work.subscriberId },
      };
  }
}

function messageAttributes({ topic, eventId }: { topic: string; eventId: string }, operation: string) {
  return {
    "messaging.system": "ftrack",
    "messaging.operation.type": operation,
    "messaging.destination.name": topic,
    "messaging.message.id": eventId,
  };
}
