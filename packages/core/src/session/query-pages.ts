import type { Operation } from "../codec/operations.js";
import type { WireEntity } from "../codec/wire-entity.js";
import { parseQuery } from "../query/parser.js";
import { printQuery } from "../query/printer.js";
import type { AutoPopulate, EntityManager } from "./entity-manager.js";
import { type FetchPage, type QueryPage, streamPages } from "./page-stream.js";
import { readQueryAnswer } from "./query-answer.js";
import { type Answer, ReadBatcher } from "./read-batcher.js";
import type { Transport } from "./transport.js";

export interface QueryPagesInit {
  readonly entities: Pick<EntityManager, "convertToPlain" | "decode" | "plainRows" | "version" | "with">;
  readonly transport: Transport;
  readonly pageSize: number;
}

/** An answer, and which commits had arrived when it was asked for. */
interface AskedAnswer {
  readonly answer: unknown;
  readonly asked: number;
}

/**
 * Pages of rows by what becomes of them.
 *
 * Answers of one response share entities (wire protocol 3.4), so rows that are decoded together travel together,
 * and rows handed out as they came travel alone.
 */
export class QueryPages {
  readonly #init: QueryPagesInit;
  readonly #tracked: ReadBatcher<QueryPage<unknown>, AutoPopulate | undefined>;
  readonly #plain: ReadBatcher<QueryPage<unknown>>;
  readonly #raw: ReadBatcher<QueryPage<unknown>>;

  constructor(init: QueryPagesInit) {
    this.#init = init;
    const { transport } = init;
    const send = (operations: readonly Operation[], signal: AbortSignal) =>
      transport.read(operations, { signal });
    this.#tracked = new ReadBatcher({
      send: async (operations, signal) => {
        const asked = init.entities.version;
        const answers = await send(operations, signal);
        return answers.map((answer): AskedAnswer => ({ answer, asked }));
      },
      receive: (answers) => answers.map((one) => this.#receiveTracked(one)),
    });
    this.#plain = new ReadBatcher({ send, receive: (answers) => this.#receivePlain(answers) });
    this.#raw = new ReadBatcher({ send, receive: (answers) => this.#receiveRaw(answers), share: false });
  }

  /** @param autoPopulate - How the entities fetch what is not loaded, where that differs from the session's way. */
  tracked(
    operation: Operation,
    signal: AbortSignal | undefined,
    autoPopulate?: AutoPopulate,
  ): Promise<QueryPage<unknown>> {
    return this.#tracked.load(operation, autoPopulate, signal);
  }

  plain(operation: Operation, signal: AbortSignal | undefined): Promise<QueryPage<unknown>> {
    return this.#plain.load(operation, undefined, signal);
  }

  /** Servers group only in strict mode (wire protocol 5.9). */
  async grouped(operation: Operation, signal: AbortSignal | undefined): Promise<QueryPage<unknown>> {
    const [answer] = await this.#init.transport.read([operation], { signal, strictApi: true });
    const { rows } = readQueryAnswer(answer);
    return { rows: this.#init.entities.plainRows(rows as WireEntity[]), next: null };
  }

  async raw(operation: Operation, signal: AbortSignal | undefined): Promise<QueryPage<unknown>> {
    const [answer] = await this.#init.transport.read([operation], { signal });
    return readQueryAnswer(answer);
  }

  /** Every row of a query as it came, to be decoded by the caller at once: they travel with others. */
  rowsToDecode(text: string, signal: AbortSignal | undefined): Promise<WireEntity[]> {
    return this.#everyRow(text, (operation) => this.#raw.load(operation, undefined, signal));
  }

  /** Every row of a query as plain data. */
  plainRows(text: string, signal: AbortSignal | undefined): Promise<WireEntity[]> {
    return this.#everyRow(text, (operation) => this.plain(operation, signal));
  }

  async #everyRow(
    text: string,
    fetch: (operation: Operation) => Promise<QueryPage<unknown>>,
  ): Promise<WireEntity[]> {
    const all: WireEntity[] = [];
    const options = { pageSize: this.#init.pageSize, signal: undefined };
    const fetchPage: FetchPage<unknown> = (query) =>
      fetch({ action: "query", expression: printQuery(query) });
    for await (const rows of streamPages([parseQuery(text)], fetchPage, options)) {
      for (const row of rows) all.push(row as WireEntity);
    }
    return all;
  }

  /** From now on no read shares the answer of an earlier one. */
  separate(): void {
    this.#tracked.separate();
    this.#plain.separate();
  }

  #receiveTracked({ answer, tag }: Answer<AutoPopulate | undefined>): QueryPage<unknown> {
    const { answer: own, asked } = answer as AskedAnswer;
    const { rows, next } = readQueryAnswer(own);
    const { entities } = this.#init;
    const view = tag === undefined ? entities : entities.with({ autoPopulate: tag });
    return { rows: view.decode(rows as WireEntity[], asked), next };
  }

  /** What nobody waits for any more may hold what later answers only mention. */
  #receiveRaw(answers: readonly Answer<undefined>[]): QueryPage<unknown>[] {
    return answers.map(({ answer, wanted }) => {
      const page = readQueryAnswer(answer);
      if (!wanted) this.#init.entities.decode(page.rows as WireEntity[]);
      return page;
    });
  }

  #receivePlain(answers: readonly Answer<undefined>[]): QueryPage<unknown>[] {
    const pages = answers.map(({ answer }) => readQueryAnswer(answer));
    this.#init.entities.convertToPlain(pages.map(({ rows }) => rows));
    return pages;
  }
}
