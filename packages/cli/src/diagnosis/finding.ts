/** What one check found. */
export interface Finding {
  readonly subject: string;
  readonly verdict: "good" | "doubtful" | "bad";
  /** One or two sentences: what was seen and, when it is not good, what to do. */
  readonly says: string;
}

export const good = (subject: string, says: string): Finding => ({ subject, verdict: "good", says });
export const doubtful = (subject: string, says: string): Finding => ({ subject, verdict: "doubtful", says });
export const bad = (subject: string, says: string): Finding => ({ subject, verdict: "bad", says });
