/** @file The objective as it will be computed, typeset with its current values; terms are linked to their curves. */
import { createElement, type ReactNode } from 'react'
import { words } from '../../i18n/words'
import { useConfig } from '../../store/playground'
import styles from './formula.module.css'
import { lossLine } from './loss-line'
import { rewardLine } from './reward-line'

function Line({ children }: { children: ReactNode }) {
  return <div className={styles.line}>{createElement('math', { displaystyle: 'true' }, children)}</div>
}

export function Formula() {
  const objective = useConfig((state) => state.config.objective)
  const stages = useConfig((state) => state.config.stages)
  const moving = (stages.count > 1 || stages.split === 'by-source') && stages.reference === 'moving'
  const reward = rewardLine(objective, moving)
  return (
    <figure className={styles.frame} aria-label={words.objective.formula} data-testid="formula">
      <Line>{lossLine(objective)}</Line>
      {reward && <Line>{reward}</Line>}
    </figure>
  )
}
