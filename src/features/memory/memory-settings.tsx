/** @file What decides memory and is decided before a run: computing blocks again, and how frozen weights are held. */
import { ChoiceRow } from '../../components/choice-row'
import { Disclosure } from '../../components/disclosure'
import { en } from '../../i18n/en'
import { useConfig, usePlayground, useSession } from '../../store/playground'
import { isInRun } from '../../store/readiness'

export function MemorySettings() {
  const { control } = usePlayground()
  const { recompute, baseWeights } = useConfig((state) => state.config.tuning)
  const set = useConfig((state) => state.set)
  const fixed = useSession((s) => isInRun(s) || s.modelProgress !== null)
  const gpu = useSession((s) => s.device?.backend === 'webgpu')
  return (
    <Disclosure title={en.memory.settings}>
      <ChoiceRow
        label={en.memory.recompute}
        value={recompute}
        options={en.memory.recomputes}
        note={en.memory.recomputeHelp}
        onChange={(next) => set('tuning.recompute', next)}
      />
      <ChoiceRow
        label={en.memory.baseWeights}
        value={baseWeights}
        options={en.memory.baseWeightsAll}
        note={gpu ? en.memory.baseWeightsHelp : en.memory.baseWeightsOnGpu}
        disabled={fixed || !gpu}
        onChange={control.chooseBaseWeights}
      />
    </Disclosure>
  )
}
