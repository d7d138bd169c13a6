import type { RequestHooks, TracedWork } from "@ftrack-kit/core";
import { type Span, type Tracer, type TracerProvider, trace } from "@opentelemetry/api";
import { describeFailure } from "./describe-failure.js";
import { describeWork } from "./describe-work.js";

/** What telemetry can be told. */
export interface TelemetryOptions {
  /** Where spans go. Defaults to the provider that the application registered globally. */
  readonly tracerProvider?: TracerProvider | undefined;
}

/**
 * Hooks that show a session's requests, commits and events as spans.
 *
 * A commit contains its requests, and what a handler does belongs to the event it handles, wherever the application
 * has registered a context manager. Only names, counts, ids and outcomes are told: no values, no keys, no addresses
 * beyond the server's.
 *
 * @example
 * const session = await Session.open({ hooks: createTelemetry() });
 */
export function createTelemetry({ tracerProvider }: TelemetryOptions = {}): RequestHooks {
  // Asked for when work begins: an application may register its provider after this.
  const tracer = (): Tracer => (tracerProvider ?? trace).getTracer("@ftrack-kit/otel");
  const requests = new Map<string, Span>();
  return {
    trace: <Result>(work: TracedWork, run: () => Promise<Result>) => {
      const { name, ...options } = describeWork(work);
      return tracer().startActiveSpan(name, options, async (span) => {
        if (work.kind === "request") requests.set(work.requestId, span);
        try {
          return await run();
        } catch (error) {
          describeFailure(span, error);
          throw error;
        } finally {
          if (work.kind === "request") requests.delete(work.requestId);
          span.end();
        }
      });
    },
    onResponse: ({ requestId, status, size }) => {
      requests.get(requestId)?.setAttributes({
        ...(status === undefined ? {} : { "http.response.status_code": status }),
        "http.response.body.size": size,
      });
    },
    onRetry: ({ requestId, attempt, delay, error }) => {
      const span = requests.get(requestId);
      span?.setAttribute("http.request.resend_count", attempt);
      span?.addEvent("retry", { "ftrack.retry.delay": delay, "error.type": error.code });
    },
  };
}
