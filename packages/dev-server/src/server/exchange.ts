/** What is found out about a request while it is answered, for the log and the fault script. */
export interface Exchange {
  readonly request: Request;
  readonly url: URL;
  /** What was asked for, by the names fault rules use: an endpoint and, of a batch, its actions. */
  subjects: readonly string[];
  /** The same for people. */
  summary: string;
  user: string | undefined;
  exception: string | undefined;
  requestBytes: number;
  /** Whether it is worth a line in the log. */
  logged: boolean;
}

/**
 * Prepares an answer.
 *
 * Everything that is needed to know what the request is about is read here; the function returned carries it out.
 */
export type Endpoint = (exchange: Exchange) => Promise<() => Promise<Response>>;
