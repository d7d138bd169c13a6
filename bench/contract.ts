/** Addresses of what a contender may talk to. */
export interface Surroundings {
  /** Gives recorded answers at once. */
  readonly replayUrl: string;
  /** Gives the same answers after 20 ms. */
  readonly delayedUrl: string;
  /** The embedded server itself, in a process of its own. */
  readonly originUrl: string;
  readonly user: string;
  readonly key: string;
  /** A folder of this process alone. */
  readonly folder: string;
}

/** What a run gave. */
export interface Outcome {
  /** What the run made, so that it is not collected before memory was measured. */
  readonly kept?: unknown;
  /** Says in short what came out; every contender of a scenario has to say the same. Called after the clock stopped. */
  readonly check: () => unknown;
  /** Numbers besides time, memory and requests, such as bytes. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A contender in its process, ready to run. */
export interface Prepared {
  /** Not measured. */
  readonly before?: () => Promise<void>;
  readonly run: () => Outcome | Promise<Outcome>;
  /** Not measured. */
  readonly close?: () => Promise<void>;
}

export type Contender = (surroundings: Surroundings) => Promise<Prepared>;

/** Names of what is measured of every run: milliseconds, bytes, requests. */
export type Metric = "cpu" | "wall" | "requests" | "peak" | "held" | (string & {});

/** What a contender has to reach. */
export interface Target {
  readonly contender: string;
  readonly metric: Metric;
  /** Whether the first run of a process counts, or the later ones. */
  readonly phase: "first" | "repeated";
  /** Highest value, or highest ratio to the floor in the same run. */
  readonly atMost: number;
  readonly relativeTo?: string;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** What is counted, where costs are shown for each: "event", "read". */
  readonly unit?: { readonly name: string; readonly count: number };
  /** The floor first; contenders take turns in this order. */
  readonly contenders: Readonly<Record<string, Contender>>;
  readonly targets: readonly Target[];
  /** Fresh processes of each contender. Defaults to 3. */
  readonly processes?: number;
  /** Runs of each process that are measured after its first ones. Defaults to 5. */
  readonly repeats?: number;
  /** Runs of each process between its first and the repeated ones, in which engines warm up. Defaults to 2. */
  readonly warmUps?: number;
  /** Contenders that take so long that they run once in every process. */
  readonly once?: readonly string[];
  /** Left out of the quick profile. */
  readonly slow?: boolean;
}

/** What a client process tells of one run: milliseconds and bytes. */
export interface Sample {
  readonly cpu: number;
  readonly wall: number;
  /** Growth of resident memory at its peak; of the first run of a process only. */
  readonly peak: number;
  /** Growth of the heap by what the run keeps. */
  readonly held: number;
  readonly check: string;
  readonly metrics: Readonly<Record<string, number>>;
}

export type ToClient = "prepare" | "run" | "close";
/** `ready`: the contender, or its next run, is prepared. */
export type FromClient = { readonly ready: true } | { readonly sample: Sample } | { readonly failed: string };
