import { createDevServer } from "@ftrack-kit/dev-server";
import { takeTour } from "./tour.js";

const credentials = { user: "jane", key: "tour-key" };
const server = await createDevServer({ port: 0, seed: "demo", credentials });
try {
  await takeTour({
    credentials: { serverUrl: server.url, apiUser: credentials.user, apiKey: credentials.key },
    countRequests: () => server.requests.length,
    print: (line) => console.log(line),
  });
} finally {
  await server.close();
}
