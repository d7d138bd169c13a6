export const jane = { user: "jane", key: "key of jane" };
export const asJane = { "ftrack-user": jane.user, "ftrack-api-key": jane.key };

/** Answers differ by action; tests look at what they expect of them. */
// biome-ignore lint/suspicious/noExplicitAny: a wrong guess fails the test that makes it.
export type Answer = any;

/** Sends a batch as Jane; answers the parsed body. */
export async function call(
  { url }: { readonly url: string },
  operations: unknown,
  headers: Record<string, string> = {},
  send: typeof fetch = fetch,
): Promise<{ status: number; body: Answer }> {
  const response = await send(`${url}/api`, {
    method: "POST",
    headers: { "content-type": "application/json", ...asJane, ...headers },
    body: typeof operations === "string" ? operations : JSON.stringify(operations),
  });
  return { status: response.status, body: await response.json() };
}

export const createScope = (name: string, id?: string) => ({
  action: "create",
  entity_type: "Scope",
  entity_data: { __entity_type__: "Scope", name, ...(id === undefined ? {} : { id }) },
});

export const query = (expression: string) => ({ action: "query", expression });

export async function namesOfScopes(
  server: { readonly url: string },
  send?: typeof fetch,
): Promise<string[]> {
  const { body } = await call(server, [query("select name from Scope order by name")], {}, send);
  return body[0].data.map(({ name }: { name: string }) => name);
}
