/** @file The built-in sets, and what was loaded in their place. */
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import styles from './set-choice.module.css'

/** Stands for data that are not built in. */
const OWN = 'own'

/** Of the set that is loaded first; stands there until the worker says which sets there are. */
const FIRST = { id: 'polite', name: 'Polite replies', description: '' }

export function SetChoice() {
  const { control } = usePlayground()
  const sets = useSession((s) => s.sets)
  const sources = useSession((s) => s.dataSources)
  const report = useSession((s) => s.data)
  const first = sources[0]
  const chosen = first?.kind === 'built-in' ? first.id : first ? OWN : ''
  const shown = sets.find((set) => set.id === chosen)
  const ownNames = report?.sources.map((source) => source.source).join(', ') ?? words.data.own
  return (
    <>
      <select
        className={styles.select}
        aria-label={words.data.set}
        value={chosen}
        disabled={sets.length === 0}
        onChange={(event) => control.loadData([{ kind: 'built-in', id: event.currentTarget.value }])}
      >
        {chosen === '' && <option value="">{sets.length === 0 ? words.told.set.name(FIRST) : words.data.none}</option>}
        {chosen === OWN && <option value={OWN}>{ownNames}</option>}
        {sets.map((set) => (
          <option key={set.id} value={set.id}>
            {words.told.set.name(set)}
          </option>
        ))}
      </select>
      {shown && <p className={styles.description}>{words.told.set.description(shown)}</p>}
    </>
  )
}
