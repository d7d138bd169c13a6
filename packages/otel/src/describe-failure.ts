import { FtrackError } from "@ftrack-kit/core";
import { type Span, SpanStatusCode } from "@opentelemetry/api";

/** Marks a span as failed by the kind of the failure; what a message says may be a matter of the studio alone. */
export function describeFailure(span: Span, error: unknown): void {
  const type = FtrackError.is(error) ? error.code : error instanceof Error ? error.name : typeof error;
  span.setAttribute("error.type", type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
}
