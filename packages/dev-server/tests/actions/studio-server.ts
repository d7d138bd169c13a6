import { createDispatcher, type Dispatcher, type DispatcherOptions } from "../../src/actions/dispatcher.js";
import type { DispatchResult, RequestContext } from "../../src/actions/request-context.js";
import type { Services } from "../../src/actions/services.js";
import { ApiError } from "../../src/operations/api-error.js";
import type { Row } from "../../src/store/row.js";
import { now, type Studio, smallStudio } from "../query/small-studio.js";

/** A dispatcher over the small studio, whose services write down what they are asked for. */
export interface StudioServer {
  readonly studio: Studio;
  readonly dispatcher: Dispatcher;
  readonly calls: unknown[][];
  readonly send: (operations: unknown, context?: Partial<RequestContext>) => Promise<DispatchResult>;
  /** Sends one operation and gives its answer; an error answer is thrown. */
  readonly ask: (
    operation: Readonly<Record<string, unknown>>,
    context?: Partial<RequestContext>,
  ) => Promise<Record<string, unknown>>;
  readonly row: (family: string, key: string) => Row | undefined;
}

export function studioServer(options: Partial<DispatcherOptions> = {}): StudioServer {
  const studio = smallStudio();
  const calls: unknown[][] = [];
  const note =
    (name: string) =>
    (...given: unknown[]): void =>
      void calls.push([name, ...given]);
  const services: Services = {
    clock: { now: () => now },
    files: {
      prepareUpload: async ({ fileSize }) => ({
        url: "https://studio.test/upload/1",
        headers: { "Content-Length": String(fileSize ?? 0) },
      }),
      prepareParts: async ({ parts }) => ({
        uploadId: "upload1",
        urls: Array.from({ length: parts }, (_, index) => `https://studio.test/upload/1/${index + 1}`),
      }),
      completeParts: async (request) => {
        if (request.uploadId !== "upload1") throw new ApiError("ServerError", "There is no such upload.");
        note("completeParts")(request);
      },
    },
    urls: {
      componentUrl: (id) => `https://studio.test/component/get?id=${id}`,
      thumbnailUrl: (id) => `https://studio.test/thumbnail?id=${id ?? "default"}`,
      widgetUrl: (request) => `https://studio.test/widget?${JSON.stringify(request)}`,
    },
    jobs: {
      planEncoding: () => [
        { format: "video/mp4", name: "ftrackreview-mp4", fileType: ".mp4" },
        { format: "image/jpeg", name: "ftrackreview-image", fileType: ".jpg" },
      ],
      startEncoding: note("startEncoding"),
      startJob: note("startJob"),
    },
    keys: { replaceKey: note("replaceKey") },
    temporaryData: { put: note("put") },
  };
  const { workspace } = studio;
  const row = (family: string, key: string): Row | undefined => workspace.store.get(family, key);
  const dispatcher = createDispatcher({ workspace, services, ...options });
  const send: StudioServer["send"] = (operations, context = {}) =>
    dispatcher.handle(operations, {
      user: row("Resource", "u1") as Row,
      strict: false,
      onlyRequested: false,
      denormalize: false,
      ...context,
    });
  return {
    studio,
    dispatcher,
    calls,
    send,
    row,
    ask: async (operation, context) => {
      const { body } = await send([operation], context);
      if ("exception" in body) throw new Error(`${body.exception}: ${body.content}`);
      return body[0] as Record<string, unknown>;
    },
  };
}
