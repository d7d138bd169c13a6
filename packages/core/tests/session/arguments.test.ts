import { OptionsError, Session } from "@ftrack-kit/core";
import { createFakePlatform } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";

function setUp() {
  const requests: unknown[] = [];
  const fetch: typeof globalThis.fetch = (input) => {
    requests.push(input);
    return Promise.reject(new TypeError("Nobody should have been asked."));
  };
  const options = { serverUrl: "https://studio.example.com", apiUser: "jane", apiKey: "k", fetch };
  // biome-ignore lint/suspicious/noExplicitAny: the calls are those of plain JavaScript.
  const session: any = new Session(options, createFakePlatform());
  return { session, requests };
}

const text = "Task";
const wrong: readonly (readonly [call: string, argument: string, given: readonly unknown[]])[] = [
  ["query", "expression", [null]],
  ["query", "expression", [undefined]],
  ["query", "expression", [5]],
  ["live", "expression", [null]],
  ["from", "entityType", [null]],
  ["search", "options", [null]],
  ["search", "terms", [{ entityType: text, terms: null }]],
  ["call", "operations", [null]],
  ["call", "operations", [[null]]],
  ["call", "action", [[{}]]],
  ["call", "options", [[], null]],
  ["get", "entityType", [null, "x"]],
  ["get", "options", [text, "x", null]],
  ["create", "entityType", [null]],
  ["create", "data", [text, null]],
  ["ensure", "data", [text, "name"]],
  ["ensure", "identifyingKeys", [text, {}, 5]],
  ["ensure", "options", [text, {}, [], null]],
  ["update", "data", [text, "x", null]],
  ["populate", "entities", [null, "name"]],
  ["populate", "projections", [[], null]],
  ["commit", "options", [null]],
  ["transaction", "work", [null]],
  ["operationRecording", "work", [true, null]],
  ["onLocalChange", "listener", [null]],
  ["decode", "text", [null]],
  ["extend", "extension", [text, null]],
  ["registerAction", "action", [null]],
  ["with", "scope", [null]],
  ["sendUserInvites", "users", [null]],
  ["sendReviewSessionInvites", "invitees", [null]],
];

describe("arguments that only plain JavaScript can pass", () => {
  it.each(wrong)("are refused by %s, which names %s", async (call, argument, given) => {
    const { session, requests } = setUp();

    const outcome = await Promise.resolve()
      .then(() => session[call](...given))
      .catch((error: unknown) => error);

    expect(outcome).toBeInstanceOf(OptionsError);
    expect(outcome).toMatchObject({ code: "options_invalid", details: { call, argument } });
    expect(requests).toEqual([]);
  });
});
