/** Names of values that are secrets wherever they appear. */
const secretName = /(?:^|_)(?:api_?key|password|secret|token)s?$/i;
/** An address that carries its own permission: signed, or with a key or token in it (wire protocol 2.17 and 6). */
const signedAddress =
  /https?:\/\/[^\s?]*\?\S*?(?:signature|sig|token|key|credential|secret|password)[^\s=&]*=/i;

/**
 * A copy without what must not outlive the session: signed addresses, and values named like secrets.
 *
 * @param replacement - What stands in their place: nothing, so that they count as never loaded, or `null`.
 * @returns The value itself where there is nothing to leave out.
 */
export function withoutSecrets<Value>(value: Value, replacement: "nothing" | null): Value {
  const kept = clean(value, replacement);
  return (kept === secret ? replacement : kept) as Value;
}

const secret = Symbol("secret");

function clean(value: unknown, replacement: "nothing" | null): unknown {
  if (typeof value === "string") return signedAddress.test(value) ? secret : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return cleanList(value, replacement);
  let copy: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    const hides = typeof member === "string" && member !== "" && secretName.test(name);
    const kept = hides ? secret : clean(member, replacement);
    if (kept === member) continue;
    copy ??= { ...value };
    if (kept !== secret) copy[name] = kept;
    else if (replacement === null) copy[name] = null;
    else delete copy[name];
  }
  if (!copy) return value;
  // `{ url, value }` of a thumbnail: nothing is left of it.
  return Object.values(copy).every((member) => member === null) ? secret : copy;
}

function cleanList(list: readonly unknown[], replacement: "nothing" | null): unknown {
  const kept = list.map((element) => clean(element, replacement));
  if (kept.every((element, index) => element === list[index])) return list;
  return kept.map((element) => (element === secret ? null : element));
}
