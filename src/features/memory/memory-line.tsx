/** @file What a run with these settings would hold in memory, of what, and whether it will do. */
import { formatBytes } from '../../components/format'
import { HelpTip } from '../../components/help-tip'
import { LinkButton } from '../../components/link-button'
import { WarningNote } from '../../components/warning-note'
import { words } from '../../i18n/words'
import type { MemoryEstimate, MemoryVerdict } from '../../protocol/memory'
import type { TuningConfig } from '../../protocol/run-config'
import { useConfig, usePlayground, useSession } from '../../store/playground'
import styles from './memory-line.module.css'

type BaseWeights = TuningConfig['baseWeights']

/** The largest first: that is where something can be gained. */
function partsOf(estimate: MemoryEstimate, lora: boolean): string {
  const { weights, trained, gradients, optimizer, activations } = estimate
  const { parts } = words.memory
  const named: [string, number][] = [
    [parts.weights, weights],
    [lora ? parts.trained : parts.copy, trained],
    [parts.gradients, gradients],
    [parts.optimizer, optimizer],
    [parts.activations, activations],
  ]
  return named
    .filter(([, bytes]) => bytes > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, bytes]) => words.memory.part(name, formatBytes(bytes)))
    .join(', ')
}

function Verdict(memory: MemoryVerdict) {
  const { control } = usePlayground()
  const set = useConfig((state) => state.set)
  const { estimate, verdict, limit, change } = memory
  if (verdict === 'fits') return null
  const inPieces = verdict === 'unsure' || estimate.total > limit
  const apply = ({ path, value }: NonNullable<typeof change>) => {
    // How weights are held is decided as they are loaded: the model has to be loaded anew.
    if (path === 'tuning.baseWeights') control.chooseBaseWeights(value as BaseWeights)
    else set(path, value)
  }
  return (
    <WarningNote title={words.memory.verdict[verdict]} grave={verdict === 'too-large'}>
      <p>
        {inPieces ? words.memory.above(formatBytes(limit)) : words.memory.largest(formatBytes(estimate.largest))}{' '}
        {words.told.memoryRemedy(memory) || words.memory.noRemedy}
      </p>
      {change && <LinkButton onClick={() => apply(change)}>{words.memory.apply}</LinkButton>}
    </WarningNote>
  )
}

export function MemoryLine() {
  const memory = useSession((s) => s.memory)
  const lora = useConfig((state) => state.config.tuning.method === 'lora')
  const gpu = useSession((s) => s.device?.backend === 'webgpu')
  const { title, partsHelp, about, none, basis } = words.memory
  return (
    <div id="memory" className={styles.memory} tabIndex={-1} data-testid="memory">
      <p className={styles.line}>
        <HelpTip text={partsHelp}>{gpu ? words.memory.gpu : title}</HelpTip>
        <strong>{memory ? about(formatBytes(memory.estimate.total)) : none}</strong>
      </p>
      <p className={styles.parts}>{memory ? partsOf(memory.estimate, lora) : '\u00a0'}</p>
      <p className={styles.parts}>
        {memory ? basis(memory.pairs, memory.tokens, memory.estimate.recompute) : '\u00a0'}
      </p>
      {memory && <Verdict {...memory} />}
    </div>
  )
}
