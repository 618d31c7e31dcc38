/** @file Why there is nothing to see, and what to do about it. */
import { words } from '../../i18n/words'
import { useSession } from '../../store/playground'
import type { Part } from '../../store/plots/inside-view'
import type { RunFigures } from '../../store/plots/run-figures'
import styles from './inside.module.css'

export function EmptyPart({ part, figures }: { part: Part; figures: RunFigures }) {
  const text = words.inside.empty
  const config = useSession((s) => s.runConfig)
  const recorded = useSession((s) => s.recorded !== null)
  const replayOnly = useSession((s) => s.replayOnly)
  const runs = useSession((s) => s.runState === 'running' || s.runState === 'preparing' || s.runState === 'paused')
  const [first] = figures.evalEvents
  const why = (): string => {
    if (!config) return text.noRun
    if (first && first.pairs.lengthsChosen.length === 0) return text.noHeldOut
    if (!first) return runs ? text.wait : text.noRun
    if (part !== 'tokens') return text.wait
    if (config.evaluation.tokenPairs === 0) return text.noTokenPairs
    if (recorded || !runs) return replayOnly ? text.oldTokensOnly : text.oldTokens
    return text.wait
  }
  return (
    <p className={styles.empty} data-testid="inside-empty">
      {why()}
    </p>
  )
}
