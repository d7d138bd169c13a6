import { AuthenticationError, FtrackError } from "@ftrack-kit/core";
import { Session } from "@ftrack-kit/node";
import { type ConnectionOptions, credentialsFrom } from "../connection.js";
import { checkAddress } from "./address.js";
import { checkAnswer } from "./answer.js";
import { bad, doubtful, type Finding, good } from "./finding.js";

/** Looks at a connection step by step, from the address to the event hub, and stops where nothing more can work. */
export async function* diagnose(
  connection: ConnectionOptions,
  environment: Readonly<Record<string, string | undefined>>,
): AsyncGenerator<Finding> {
  const credentials = credentialsFrom(connection, environment);
  const { finding, url } = await checkAddress(credentials.serverUrl);
  yield finding;
  if (!url) return;
  for (const answer of await checkAnswer(url, Date.now)) {
    yield answer;
    if (answer.verdict === "bad") return;
  }
  if (!credentials.apiKey) {
    yield bad("key", "There is no API key. Set FTRACK_API_KEY to one from the server's settings.");
    return;
  }
  const session = new Session({ ...credentials, schemaCache: false, pluginPaths: [] });
  try {
    yield* checkSession(session);
  } finally {
    await session.close();
  }
}

async function* checkSession(session: Session): AsyncGenerator<Finding> {
  try {
    await session.open();
  } catch (error) {
    yield explainOpening(error, session.apiUser);
    return;
  }
  yield good("key", `The server knows ${session.apiUser} and the key.`);
  yield good(
    "schema",
    `Version ${session.serverInformation.version ?? "unknown"}, ${session.schemas.length} entity types.`,
  );
  yield await checkRoles(session);
  yield await checkHub(session);
}

function explainOpening(error: unknown, user: string): Finding {
  if (error instanceof AuthenticationError) {
    return bad(
      "key",
      `The server does not accept the key of "${user}". Check that FTRACK_API_USER is the name you log in with, and that the key was not revoked.`,
    );
  }
  return bad("session", FtrackError.is(error) || error instanceof Error ? error.message : String(error));
}

/** A key without roles opens a session and then sees nothing, which looks like an empty studio. */
async function checkRoles(session: Session): Promise<Finding> {
  const projects = await session.query("select id from Project limit 1").plain();
  if (projects.length > 0) return good("roles", "The user sees projects.");
  return doubtful(
    "roles",
    "The user sees no project. Either there is none, or the key's roles do not cover any.",
  );
}

async function checkHub(session: Session): Promise<Finding> {
  try {
    session.eventHub.connect();
    await Promise.race([session.eventHub.ready, failAfter(15_000)]);
    return good("events", "The event server accepts the connection.");
  } catch {
    return bad(
      "events",
      "The event server cannot be reached. A proxy between here and the server may not let WebSockets through.",
    );
  }
}

const failAfter = (delay: number) =>
  new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("too late")), delay).unref();
  });
