/**
 * How many steps are taken for one question: each looks at one thing, such as a place in a pattern, a value or a statement, for one state, request or
 * combination. The same on every machine, as a clock is not. Five times what the policies of any principal that was met need, and less than ten seconds.
 */
export const STEPS = 20_000_000;
/** For all questions about many statements, which ask much the same: a minute or two. And at most for one of them. */
export const FOR_MANY = 30 * STEPS;
export const A_PART = STEPS / 4;

/** Thrown where more steps would be needed than there are; it says of what there was too much. */
export class TooManySteps extends Error {}

/** The steps that are left for a question, whatever they are taken for. */
export class Budget {
  public constructor(
    private left = STEPS, private readonly whole?: Budget, private name: () => string = () => 'more statements than are looked at',
  ) {}

  /** Takes steps, if so many are left. */
  public takes(steps: number): boolean {
    this.whole?.takes(steps);
    this.left -= steps;
    return this.left >= 0;
  }

  /** @throws TooManySteps if not so many are left */
  public take(steps: number): void {
    if (!this.takes(steps)) {
      throw new TooManySteps(this.name());
    }
  }

  public get isSpent(): boolean {
    return this.left < 0;
  }

  /** Takes steps if so many are left, and else none. */
  public takesAtOnce(steps: number): boolean {
    return this.left >= steps && this.takes(steps);
  }

  /** A share, at most: what is taken of it is taken of the whole. */
  public share(most: number): Budget {
    return new Budget(Math.max(0, Math.min(this.left, most)), this, this.name);
  }

  /** For what may end before all is looked at: enough is left to look at what it found. */
  public half(): Budget {
    return this.share(Math.floor(this.left / 2));
  }

  /** For what spares further steps, if it goes well. */
  public part(): Budget {
    return this.share(Math.floor(this.left / 4));
  }

  /** Does what no answer hangs on, as far as a small part of the steps goes. */
  public tryTo(run: (budget: Budget) => void): void {
    try {
      run(this.share(Math.floor(this.left / 16)));
    } catch (error) {
      if (!(error instanceof TooManySteps)) {
        throw error;
      }
    }
  }

  /** Looks at a part of what is asked, which is named if there is too much of it. */
  public within<T>(part: () => string, look: () => T): T {
    const before = this.name;
    this.name = part;
    try {
      return look();
    } finally {
      this.name = before;
    }
  }
}
