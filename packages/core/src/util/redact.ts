/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Header values such as `1` are no secrets, and taking them out would garble every text. */
const shortestSecret = 6;
/** How deep the properties of an error are looked into; runtimes hang requests and sockets on theirs. */
const deepest = 4;

/** Proxies and servers echo requests in their error pages, so whatever they say is cleaned before it is kept. */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const spellings = secrets
    .filter((secret): secret is string => secret !== undefined && secret.length >= shortestSecret)
    .flatMap((secret) => [...new Set([secret, ...writtenForms(secret)])]);
  return (text) => spellings.reduce((cleaned, secret) => cleaned.replaceAll(secret, "[redacted]"), text);
}

/** A secret as it appears in addresses and in JSON. */
const writtenForms = (secret: string): string[] => [
  encodeURIComponent(secret),
  new URLSearchParams([["", secret]]).toString().slice(1),
  JSON.stringify(secret).slice(1, -1),
];

/** The error underneath: itself where it tells no secret, otherwise one that says the same without them. */
export function redactCause(cause: unknown, redact: Redact): unknown {
  if (typeof cause === "string") return redact(cause);
  if (!(cause instanceof Error)) return isClean(cause, redact, deepest) ? cause : "[redacted]";
  const inner = cause.cause === undefined ? undefined : redactCause(cause.cause, redact);
  const { name, message, stack = "" } = cause;
  if (inner === cause.cause && redact(message + stack) === message + stack && isClean(cause, redact, deepest))
    return cause;
  const { code } = cause as { code?: unknown };
  const cleaned = new Error(redact(message), inner === undefined ? undefined : { cause: inner });
  return Object.assign(cleaned, { name }, typeof code === "string" ? { code: redact(code) } : {});
}

function isClean(value: unknown, redact: Redact, depth: number): boolean {
  if (typeof value === "string") return redact(value) === value;
  if (typeof value !== "object" || value === null || depth === 0) return true;
  // What an error says is no property that is listed.
  const said = value instanceof Error ? [value.message, value.cause] : [];
  const several = value instanceof AggregateError ? value.errors : [];
  return [...Object.values(value), ...said, ...several].every((one) => isClean(one, redact, depth - 1));
}
