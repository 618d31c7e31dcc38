/** @file The settings that most people leave alone, in four folds; a fold with a mistake in it stays open. */
import { ChoiceRow } from '../../components/choice-row'
import { ConfigField } from '../../components/config-field'
import { Disclosure } from '../../components/disclosure'
import { words } from '../../i18n/words'
import type { FieldPath } from '../../store/fields'
import { useConfig } from '../../store/playground'

const OPTIMIZER: FieldPath[] = [
  'optimizer.warmupRatio',
  'optimizer.weightDecay',
  'optimizer.maxGradNorm',
  'training.gradientAccumulation',
]
const EVALUATION: FieldPath[] = [
  'evaluation.evalSteps',
  'evaluation.samplePrompts',
  'evaluation.tokenPairs',
  'generation.maxNewTokens',
  'generation.temperature',
  'generation.topK',
  'generation.topP',
]
const SPLIT: FieldPath[] = ['data.heldOutShare', 'data.heldOutMax', 'data.maxLength', 'data.maxPromptLength']
/** The program decides these by itself while they are empty. */
const OPTIONAL: FieldPath[] = ['data.maxLength', 'data.maxPromptLength']

function Fields({ paths }: { paths: FieldPath[] }) {
  return paths.map((path) => (
    <ConfigField key={path} path={path} placeholder={OPTIONAL.includes(path) ? words.settings.auto : undefined} />
  ))
}

export function AdvancedSettings() {
  const schedule = useConfig((state) => state.config.optimizer.schedule)
  const backend = useConfig((state) => state.config.backend)
  const problems = useConfig((state) => state.problems)
  const set = useConfig((state) => state.set)
  const wrong = (paths: FieldPath[]) => paths.some((path) => path in problems)
  // `cpu` serves unit tests; nobody wants to wait for it.
  const { cpu: _, ...backends } = words.settings.backends
  return (
    <>
      <Disclosure title={words.settings.optimizer} summary="AdamW" forced={wrong(OPTIMIZER)}>
        <ChoiceRow
          label={words.settings.schedule}
          value={schedule}
          options={words.settings.schedules}
          onChange={(next) => set('optimizer.schedule', next)}
        />
        <Fields paths={OPTIMIZER} />
      </Disclosure>
      <Disclosure title={words.settings.evaluation} forced={wrong(EVALUATION)}>
        <Fields paths={EVALUATION} />
      </Disclosure>
      <Disclosure title={words.settings.data} forced={wrong(SPLIT)}>
        <Fields paths={SPLIT} />
      </Disclosure>
      <Disclosure title={words.settings.device} forced={wrong(['seed'])}>
        <ConfigField path="seed" />
        <ChoiceRow
          label={words.settings.backend}
          value={backend}
          options={backends as typeof words.settings.backends}
          onChange={(next) => set('backend', next)}
        />
      </Disclosure>
    </>
  )
}
