import type { ComponentEndpoint } from "../files/component-endpoint.js";
import { defaultThumbnail } from "../files/default-thumbnail.js";
import type { Signer } from "../files/signer.js";
import type { UploadService } from "../files/upload-service.js";
import { textResponse } from "./answers.js";
import type { Endpoint, Exchange } from "./exchange.js";
import type { Keys } from "./keys.js";

export interface FileRoutesOptions {
  readonly keys: Keys;
  readonly signer: Signer;
  readonly uploads: UploadService;
  readonly components: ComponentEndpoint;
}

/** Who may ask for what among the file endpoints (wire protocol 6). */
export function createFileRoutes({
  keys,
  signer,
  uploads,
  components,
}: FileRoutesOptions): Readonly<Record<string, Endpoint>> {
  /** A signed address, or credentials in the query string. */
  const parametersOf = (exchange: Exchange): URLSearchParams | undefined => {
    const { request, url } = exchange;
    if (signer.isSigned(url)) return signer.verify(request.method, url);
    const user = keys.authenticate(url.searchParams.get("username"), url.searchParams.get("apiKey"));
    exchange.user = user && String(user.username);
    return user && url.searchParams;
  };
  const guarded =
    (name: string, answer: (request: Request, id: string, url: URL) => Promise<Response>): Endpoint =>
    async (exchange) => {
      exchange.subjects = [name];
      const { request, url } = exchange;
      return async () => {
        const parameters = parametersOf(exchange);
        if (!parameters) return textResponse(403, "The address has expired, or user and key are not known.");
        const id = parameters.get("id");
        if (id === null || id === "") return textResponse(400, "The address names no component.");
        return answer(request, id, url);
      };
    };
  return {
    "PUT /component/upload": async (exchange) => {
      exchange.subjects = ["upload"];
      exchange.requestBytes = Number(exchange.request.headers.get("content-length") ?? 0);
      return () => uploads.put(exchange.request);
    },
    "GET /component/get": guarded("download", (request, id) => components.download(request, id)),
    "GET /component/thumbnail": guarded("thumbnail", (request, id, url) =>
      components.thumbnail(request, id, Number(url.searchParams.get("size") ?? 300)),
    ),
    "GET /component/remove": guarded("remove", (_request, id) => components.remove(id)),
    "GET /img/thumbnail2.png": async (exchange) => {
      exchange.subjects = ["thumbnail"];
      return async () => {
        const image = defaultThumbnail();
        const headers = { "content-type": image.type, "content-length": String(image.size) };
        return new Response(exchange.request.method === "HEAD" ? null : image, { headers });
      };
    },
  };
}
