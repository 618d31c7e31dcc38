/** @file Prompts to label, in turn: those of the loaded data, shuffled, none twice before all have come. */
import type { Random } from '../../protocol/random'
import type { Session } from '../session-store'

/** Prompts of the loaded pairs and of the run's samples that can be asked as one text, each once. */
export function promptsOf({ data, samples, runConfig }: Pick<Session, 'data' | 'samples' | 'runConfig'>): string[] {
  const ofPairs = (data?.preview ?? []).map(({ prompt }) => {
    if (typeof prompt === 'string') return prompt
    // What came before in a longer conversation would be lost.
    const [only, ...others] = prompt
    return only?.role === 'user' && others.length === 0 ? only.content : ''
  })
  // The run that is shown may be of other data.
  const isOfData = runConfig?.sources.join() === data?.sources.map(({ source }) => source).join()
  const ofRun = isOfData ? (samples?.samples.map(({ prompt }) => prompt) ?? []) : []
  // A conversation's prompt is shown with its roles, which are not part of what is asked.
  const isChat = data?.preview.some(({ prompt }) => typeof prompt !== 'string') ?? false
  return [...new Set(isChat ? ofPairs : [...ofPairs, ...ofRun])].filter((prompt) => prompt.trim() !== '')
}

export class PromptTurns {
  private known: readonly string[] = []
  /** Rounds, one behind the other; each has every prompt once. */
  private order: string[] = []
  private taken = 0

  constructor(private readonly random: Random) {}

  /** Begins anew; those that were labelled already come last. */
  begin(prompts: readonly string[], labelled: ReadonlySet<string>): void {
    this.known = prompts
    const shuffled = this.random.shuffle(prompts)
    const isDone = (prompt: string) => labelled.has(prompt)
    this.order = [...shuffled.filter((prompt) => !isDone(prompt)), ...shuffled.filter(isDone)]
    this.taken = 0
  }

  /** Others, behind those that are left of this round. */
  add(prompts: readonly string[]): void {
    const fresh = prompts.filter((prompt) => !this.known.includes(prompt))
    this.known = [...this.known, ...fresh]
    this.order.push(...this.random.shuffle(fresh))
  }

  peek(): string | null {
    if (this.taken === this.order.length) this.order.push(...this.random.shuffle(this.known))
    return this.order[this.taken] ?? null
  }

  take(): string | null {
    const next = this.peek()
    if (next !== null) this.taken++
    return next
  }

  /** The one that was taken last comes next. */
  putBack(): void {
    if (this.taken > 0) this.taken--
  }

  /** Which one of its round was taken last, from 1; 0 before the first. */
  get turn(): { at: number; of: number } {
    const of = this.known.length
    return { at: this.taken === 0 ? 0 : ((this.taken - 1) % of) + 1, of }
  }
}
