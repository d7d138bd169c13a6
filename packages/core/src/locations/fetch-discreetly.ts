import { createRedact, redactCause } from "../util/redact.js";

/** One request for data. */
export interface DiscreetRequest {
  readonly input: Parameters<typeof fetch>[0];
  readonly init: RequestInit | undefined;
  /** Asked for when something went wrong, as credentials change. */
  readonly secretsOf: () => readonly string[];
}

/** Signed addresses and credentials stay out of what a runtime says when it cannot reach them. */
export async function fetchDiscreetly(
  send: typeof fetch,
  { input, init, secretsOf }: DiscreetRequest,
): Promise<Response> {
  try {
    return await send(input, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    const { searchParams } = new URL(input instanceof Request ? input.url : input);
    const sent = [...new Headers(init?.headers).values(), ...searchParams.values()];
    throw redactCause(error, createRedact([...secretsOf(), ...sent]));
  }
}
