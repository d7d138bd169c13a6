/** Text for a `like` pattern in which `%` and `_` stand for themselves; made by `ql.like`. */
export class LikeText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
