/** @file Which runs are under way in some tab of this browser: a lock for each, which goes with its tab. */

const PREFIX = 'run under way '

export interface RunClaims {
  /** Returns what lets go of it. */
  claim(id: string): () => void
  /** Ids that some tab holds, this one among them. */
  held(): Promise<Set<string>>
}

/** Without locks, as over plain http or where the browser refuses them to the page, a run that another tab computes cannot be told from one that was left. */
export function createRunClaims(locks: LockManager | undefined = globalThis.navigator?.locks): RunClaims {
  return {
    claim(id) {
      let letGo = () => {}
      const released = new Promise<void>((resolve) => {
        letGo = resolve
      })
      locks?.request(PREFIX + id, () => released).catch(() => {})
      return letGo
    },
    async held() {
      const snapshot = await locks?.query().catch(() => null)
      const names = snapshot?.held ?? []
      const claimed = names.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []))
      return new Set(claimed)
    },
  }
}
