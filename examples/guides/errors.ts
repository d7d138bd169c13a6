import assert from "node:assert/strict";
import {
  AmbiguousCommitError,
  FtrackError,
  NetworkError,
  type RequestHooks,
  ServerError,
  Session,
  TimeoutError,
} from "ftrack-kit";
import type { Studio } from "./studio.js";

export async function errors({ server }: Studio): Promise<void> {
  const told: string[] = [];
  const tell = (text: string) => void told.push(text);
  const retryLater = () => tell("later");

  // #region retry
  await using session = await Session.open({
    timeout: 20_000, // for one answer
    retry: { limit: 2, base: 50, max: 5_000, maxRetryAfter: 30_000 }, // or false for none
  });
  // #endregion retry

  // #region branch
  async function save(): Promise<void> {
    try {
      await session.commit();
    } catch (error) {
      if (!FtrackError.is(error)) throw error;
      switch (error.code) {
        case "server_validation":
        case "server_permission":
          return tell(error.message); // the server's own words
        case "session_ambiguous_commit":
          return tell("The connection broke; please check what was saved.");
        default:
          if ("retryable" in error && error.retryable) return retryLater();
          throw error;
      }
    }
  }
  // #endregion branch
  const [user] = await session.query(
    'select username from User where username is "jane"',
  );
  session.create("User", { username: user?.username ?? "" });
  await save().catch((error: unknown) => tell((error as FtrackError).code));
  session.rollback();
  assert.equal(told.length, 1);

  server.faults.add({ on: "query", status: 503, html: true, times: 10 });
  // #region classes
  try {
    await session.query("Project");
  } catch (error) {
    if (error instanceof ServerError) tell(`refused: ${error.exception}`);
    else if (error instanceof NetworkError)
      tell(`no answer, request ${error.details.requestId}`);
    else if (error instanceof TimeoutError) tell("too slow");
    else throw error;
  }
  // #endregion classes
  server.faults.clear();
  assert.match(told.at(-1) ?? "", /^no answer, request /);

  // #region abort
  const reason = new Error("the dialog was closed");
  const reading = session.query("Task", { signal: AbortSignal.abort(reason) }).all();
  // rejects with `reason` itself: cancelling is no failure of ours
  // #endregion abort
  await assert.rejects(reading, (error) => error === reason);

  // #region evidence
  function explain(error: AmbiguousCommitError): string {
    return JSON.stringify(error.details); // every operation with what the server was found to have
  }
  // #endregion evidence
  assert.equal(
    explain(new AmbiguousCommitError("session_ambiguous_commit", { message: "x" })),
    "{}",
  );

  const durations: number[] = [];
  // #region hooks
  const hooks: RequestHooks = {
    onResponse: ({ actions, attempt, duration, status }) =>
      record(actions, attempt, duration, status),
    onRetry: ({ requestId, delay, error }) =>
      tell(`${requestId}: ${error.code}, again in ${delay} ms`),
  };
  const observed = await Session.open({ hooks, logger: console });
  // #endregion hooks
  await observed.close();
  assert.ok(durations.length > 0);

  function record(..._facts: unknown[]): void {
    durations.push(Number(_facts[2]));
  }
}
