import type { HubConnection, OpenConnection } from "../events/hub-connection.js";
import type { SharingInit } from "../sharing/sharing.js";
import { loadPart } from "../util/load-part.js";

type Sharing = import("../sharing/sharing.js").Sharing;

/**
 * A session's part in what the pages of its user share; joins them when it first needs the server.
 *
 * Where pages cannot agree on anything the session is on its own, as without the option.
 */
export class SessionSharing {
  readonly #init: Omit<SharingInit, "open">;
  #direct: OpenConnection | undefined;
  #joining: Promise<Sharing | undefined> | undefined;
  #isClosed = false;

  constructor(init: Omit<SharingInit, "open">) {
    this.#init = init;
  }

  /** Connections of the hub, which opens them by `direct` where it is on its own. */
  connectionsBy(direct: OpenConnection): OpenConnection {
    this.#direct = direct;
    return async (onEvent, signal): Promise<HubConnection> => {
      const sharing = await this.#join();
      return sharing ? sharing.open(onEvent, signal) : direct(onEvent, signal);
    };
  }

  /**
   * Gives another page's answer to the same read, or reads.
   *
   * @param subject - Says all the answer depends on.
   */
  async read(
    subject: string,
    run: () => Promise<readonly unknown[]>,
    signal: AbortSignal | undefined,
  ): Promise<readonly unknown[]> {
    const sharing = await this.#join();
    return sharing ? sharing.read(subject, run, signal) : run();
  }

  /** A write begins or ended: from now on no read shares an answer from before. */
  async separate(): Promise<void> {
    (await this.#joining)?.separate();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    (await this.#joining)?.close();
  }

  /** Never rejects. */
  #join(): Promise<Sharing | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined);
    this.#joining ??= this.#joinOnce();
    return this.#joining;
  }

  async #joinOnce(): Promise<Sharing | undefined> {
    try {
      const { Sharing } = await loadPart(() => import("../sharing/sharing.js"));
      const open: OpenConnection = (onEvent, signal) => (this.#direct as OpenConnection)(onEvent, signal);
      const sharing = await Sharing.join({ ...this.#init, open });
      if (this.#isClosed) sharing.close();
      return sharing;
    } catch (error) {
      this.#init.logger.warn("The session shares nothing with other pages.", { error: String(error) });
      return undefined;
    }
  }
}
