/** @file Length of the run, in passes over the pairs or in optimizer steps. */
import { useStore } from 'zustand'
import { ChoiceRow } from '../../components/choice-row'
import { ConfigField } from '../../components/config-field'
import { words } from '../../i18n/words'
import { useConfig } from '../../store/playground'
import { classStore, isFieldLocked } from '../../store/sharing/class-store'

const FIRST_STEPS = 100

export function RunLength() {
  const inSteps = useConfig((state) => state.config.training.maxSteps !== null)
  const locked = useStore(classStore, ({ rules }) => isFieldLocked(rules, 'training.maxSteps'))
  const set = useConfig((state) => state.set)
  return (
    <>
      <ChoiceRow
        label={words.settings.length}
        value={inSteps ? 'steps' : 'epochs'}
        options={{ epochs: words.settings.epochs, steps: words.settings.steps }}
        disabled={locked}
        onChange={(unit) => set('training.maxSteps', unit === 'steps' ? FIRST_STEPS : null)}
      />
      <ConfigField key={String(inSteps)} path={inSteps ? 'training.maxSteps' : 'training.epochs'} captioned />
    </>
  )
}
