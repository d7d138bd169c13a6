/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Header values such as `1` are no secrets, and taking them out would garble every text. */
const shortestSecret = 6;

/** Proxies and servers echo requests in their error pages, so whatever they say is cleaned before it is kept. */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const spellings = secrets
    .filter((secret) => secret !== undefined && secret.length >= shortestSecret)
    .flatMap((secret) => [...new Set([secret as string, encodeURIComponent(secret as string)])]);
  return (text) => spellings.reduce((cleaned, secret) => cleaned.replaceAll(secret, "[redacted]"), text);
}

/** The error underneath, with secrets taken out of its message. */
export function redactCause(cause: unknown, redact: Redact): unknown {
  if (!(cause instanceof Error)) return cause;
  const message = redact(cause.message);
  const inner = cause.cause === undefined ? undefined : redactCause(cause.cause, redact);
  if (message === cause.message && inner === cause.cause) return cause;
  const cleaned = new Error(message, inner === undefined ? undefined : { cause: inner });
  cleaned.name = cause.name;
  return cleaned;
}
