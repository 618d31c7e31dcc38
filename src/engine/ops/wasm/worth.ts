/**
 * @file Whether helpers pay. A helper that has taken a part and is then held up, as other programs need the processor,
 * holds up everybody: on a busy machine a step on two threads took three times as long as on one. So what is gained is
 * weighed against what is waited, and helpers are left out for a while where they cost more than they bring.
 */

/** How much of the past still counts after another job: about twenty of them do. */
const FADING = 0.95
/** Milliseconds without helpers; twice as many each time that they do not pay again. */
const SHORTEST = 100
const LONGEST = 3200
/** Milliseconds gained, all in all, after which earlier trouble is forgotten. */
const TRUST = 200

export class Worth {
  private gained = 0
  private waited = 0
  private sincePause = 0
  private pause = SHORTEST
  private until = Number.NEGATIVE_INFINITY

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether to ask the helpers. */
  get isGiven(): boolean {
    return this.now() >= this.until
  }

  /** @param gained Milliseconds of work that helpers did. @param waited Milliseconds of waiting for them. */
  add(gained: number, waited: number): void {
    this.gained = FADING * this.gained + gained
    this.waited = FADING * this.waited + waited
    this.sincePause += gained - waited
    if (this.sincePause > TRUST) this.pause = SHORTEST
    if (this.waited <= this.gained) return
    this.until = this.now() + this.pause
    this.pause = Math.min(2 * this.pause, LONGEST)
    this.gained = this.waited = this.sincePause = 0
  }
}
