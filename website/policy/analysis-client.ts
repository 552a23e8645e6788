import type { Analysis, Answer, Question } from './analysis';

/** After so long a question is given up. */
const LIMIT_SECONDS = 60;

/** Asks the analysis, which runs beside the page, in a worker of its own. The worker can't connect either: it is held to what the page is. */
export class AnalysisClient implements Analysis {
  private worker?: Worker;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private asked = 0;

  /** @param folder the address of the scripts */
  public constructor(private readonly folder: string) {}

  /** Never fails: what goes wrong is in the answer. */
  public ask(question: Question): Promise<Answer> {
    this.worker ??= this.start();
    const id = ++this.asked;
    const { promise, resolve } = pending<Answer>();
    const limit = setTimeout(() => this.giveUp(`this took more than ${LIMIT_SECONDS} seconds: ask about less, or use the command line`), LIMIT_SECONDS * 1000);
    this.waiting.set(id, (answer) => {
      clearTimeout(limit);
      this.waiting.delete(id);
      resolve(answer);
    });
    this.worker.postMessage({ id, ...question });
    return promise;
  }

  /** Forgets what is not yet answered. */
  public stop(): void {
    this.giveUp('it was stopped');
  }

  private start(): Worker {
    // A script that is made by the page is held to the page's content policy; one that is loaded would not be.
    const script = `self.folder = ${JSON.stringify(this.folder)}; importScripts(self.folder + 'analysis.js');`;
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onmessage = ({ data: { id, ...answer } }: MessageEvent<Answer & { readonly id: number }>) => this.waiting.get(id)?.(answer);
    worker.onerror = ({ message }) => this.giveUp(message === '' ? 'the analysis could not be loaded: load the page again' : message);
    return worker;
  }

  private giveUp(message: string): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.waiting.forEach((resolve) => resolve({ code: 2, stdout: '', stderr: message }));
  }
}

function pending<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  return { promise: new Promise((then) => (resolve = then)), resolve };
}
