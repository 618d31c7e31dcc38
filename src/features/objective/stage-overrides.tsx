/** @file What single stages set otherwise than the run; an empty field inherits. */

import { formatSetting } from '../../components/format'
import { NumberField } from '../../components/number-field'
import { words } from '../../i18n/words'
import type { StageOverride } from '../../protocol/run-config'
import { getAt } from '../../store/config-path'
import { useConfig } from '../../store/playground'
import styles from './stage-overrides.module.css'

const COLUMNS: {
  key: keyof StageOverride
  inherits: 'optimizer.learningRate' | 'objective.beta' | 'training.epochs'
}[] = [
  { key: 'learningRate', inherits: 'optimizer.learningRate' },
  { key: 'beta', inherits: 'objective.beta' },
  { key: 'epochs', inherits: 'training.epochs' },
]

/** A stage beyond this cannot be asked for, so the table does not draw it while somebody types a number. */
const MOST = 16

export function StageOverrides({ count }: { count: number }) {
  const config = useConfig((state) => state.config)
  const problems = useConfig((state) => state.problems)
  const set = useConfig((state) => state.set)
  const rows = Number.isInteger(count) ? Math.min(Math.max(count, 1), MOST) : 1
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" aria-label={words.toolbar.stageOf} />
          {COLUMNS.map(({ inherits }) => (
            <th key={inherits} scope="col">
              {words.fields[inherits].label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: rows }, (_, row) => (
          <tr key={`stage ${row + 1}`}>
            <th scope="row">{row + 1}</th>
            {COLUMNS.map(({ key, inherits }) => {
              const path = `stages.overrides.${row}.${key}`
              return (
                <td key={key}>
                  <NumberField
                    label={`${words.fields[inherits].label}, ${words.objective.stage(row + 1)}`}
                    value={(getAt(config, path) as number | undefined) ?? null}
                    optional
                    placeholder={formatSetting(getAt(config, inherits) as number)}
                    problem={problems[path]}
                    onChange={(value) => set(path, value ?? undefined)}
                  />
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
