/** @file The figure that runs are compared by, which way is better, and at which evaluation. */
import { words } from '../../i18n/words'
import type { SweepMetric } from '../../protocol/sweep'
import { comparedMetrics, goalOf, isHeldOut, type MetricKey } from '../../protocol/sweep-metrics'
import { Choice } from './choice'
import choiceStyles from './choice.module.css'
import styles from './metric-choice.module.css'
import { metricName } from './names'

interface Props {
  metric: SweepMetric
  onChange: (metric: SweepMetric) => void
}

export function MetricChoice({ metric, onChange }: Props) {
  const { sweeps } = words
  const groups = [
    { label: sweeps.heldOut, keys: comparedMetrics.filter(isHeldOut) },
    { label: sweeps.training, keys: comparedMetrics.filter((key) => !isHeldOut(key)) },
  ]
  const choose = (key: MetricKey) => onChange({ ...metric, key, goal: goalOf(key) })
  return (
    <div className={styles.row}>
      <select
        className={choiceStyles.select}
        aria-label={sweeps.metric}
        value={metric.key}
        onChange={(event) => choose(event.currentTarget.value as MetricKey)}
      >
        {groups.map(({ label, keys }) => (
          <optgroup key={label} label={label}>
            {keys.map((key) => (
              <option key={key} value={key}>
                {metricName(key)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <span className={styles.pair}>
        <span className={styles.quiet}>{sweeps.goal}</span>
        <Choice
          label={sweeps.goal}
          value={metric.goal}
          options={sweeps.goals}
          onChange={(goal) => onChange({ ...metric, goal })}
        />
      </span>
      <span className={styles.pair}>
        <span className={styles.quiet}>{sweeps.at}</span>
        <Choice
          label={sweeps.at}
          value={metric.at}
          options={sweeps.ats}
          onChange={(at) => onChange({ ...metric, at })}
        />
      </span>
    </div>
  )
}
