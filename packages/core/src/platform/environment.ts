/** Settings and signals of the surroundings. */
export interface Environment {
  /** A setting such as `FTRACK_SERVER`; `undefined` where there is none. Never reads secrets from a page. */
  read(name: string): string | undefined;
  /** The name of the operating system's user, where there is one. */
  userName(): string | undefined;
  /** Host name put into published events. */
  hostName(): string | undefined;
  /** Calls back when the network comes back or goes; returns how to stop. */
  onOnline(listener: (online: boolean) => void): () => void;
  /** Calls back when the page is shown or hidden; returns how to stop. */
  onVisible(listener: (visible: boolean) => void): () => void;
  /** Such as "node 20.20.2" or the browser's user agent, for diagnostics. */
  readonly runtime: string;
}
