/** @file What decides memory and is decided before a run: computing blocks again, and how frozen weights are held. */
import { ChoiceRow } from '../../components/choice-row'
import { Disclosure } from '../../components/disclosure'
import { words } from '../../i18n/words'
import { useConfig, usePlayground, useSession } from '../../store/playground'
import { isInRun } from '../../store/readiness'

export function MemorySettings() {
  const { control } = usePlayground()
  const { recompute, baseWeights } = useConfig((state) => state.config.tuning)
  const set = useConfig((state) => state.set)
  const fixed = useSession((s) => isInRun(s) || s.modelProgress !== null)
  const gpu = useSession((s) => s.device?.backend === 'webgpu')
  return (
    <Disclosure title={words.memory.settings}>
      <ChoiceRow
        label={words.memory.recompute}
        value={recompute}
        options={words.memory.recomputes}
        note={words.memory.recomputeHelp}
        onChange={(next) => set('tuning.recompute', next)}
      />
      <ChoiceRow
        label={words.memory.baseWeights}
        value={baseWeights}
        options={words.memory.baseWeightsAll}
        note={gpu ? words.memory.baseWeightsHelp : words.memory.baseWeightsOnGpu}
        disabled={fixed || !gpu}
        onChange={control.chooseBaseWeights}
      />
    </Disclosure>
  )
}
