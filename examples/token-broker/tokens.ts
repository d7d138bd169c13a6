import { randomBytes } from "node:crypto";

/** Random texts that stand for a user, each for a while. Nobody can guess one or make one up. */
export class Tokens {
  readonly #lifetime: number;
  readonly #users = new Map<string, { user: string; until: number }>();

  /** @param lifetime - Milliseconds. */
  constructor(lifetime: number) {
    this.#lifetime = lifetime;
  }

  issue(user: string): string {
    const now = Date.now();
    for (const [token, { until }] of this.#users) if (until <= now) this.#users.delete(token);
    const token = randomBytes(32).toString("base64url");
    this.#users.set(token, { user, until: now + this.#lifetime });
    return token;
  }

  /** Whom a token stands for, if it still does. */
  userOf(token: string | undefined): string | undefined {
    const found = token === undefined ? undefined : this.#users.get(token);
    return found && found.until > Date.now() ? found.user : undefined;
  }

  revoke(token: string): void {
    this.#users.delete(token);
  }
}
