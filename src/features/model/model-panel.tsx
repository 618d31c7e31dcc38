/** @file Section 2: the model that is tuned, the way to another one, its adapter, and what of it is trained. */
import { VisuallyHidden } from '@mantine/core'
import { shortCommit, shortName } from '../../client/hub-name'
import { ErrorCard } from '../../components/error-card'
import { formatBytes, formatParameters, formatShare } from '../../components/format'
import { Section } from '../../components/section'
import { words } from '../../i18n/words'
import type { ModelReport, ModelSource, WorkerCommand } from '../../protocol/messages'
import { usePlayground, useSession, useUi } from '../../store/playground'
import type { ModelProgress as Progress } from '../../store/session-store'
import { AdapterLine } from './adapter-line'
import { LossNote } from './loss-note'
import styles from './model-panel.module.css'
import { ModelProgress } from './model-progress'
import { ModelWays } from './model-ways'
import { SaveLinks } from './save-links'
import { TuningSettings } from './tuning-settings'

/** Errors of these belong here. While the Hub's sheet lies over the page, those of loading stand there. */
const SHOWN: WorkerCommand['type'][] = ['load-model', 'cancel-model', 'load-adapter', 'remove-adapter', 'save-model']

interface Props {
  bundled: ModelSource
}

function facts(model: ModelReport): string {
  return [
    words.model.parameters(formatParameters(model.parameters)),
    words.model.layers(model.layers),
    words.model.context(model.context),
    ...(model.bytes >= TOLD_FROM ? [formatBytes(model.bytes)] : []),
    ...(model.halfWeights ? [words.model.halfWeights] : []),
    ...(model.commit ? [words.hub.commit(shortCommit(model.commit))] : []),
  ].join(' · ')
}

/** Bytes of weights from which on they matter. */
const TOLD_FROM = 20e6

/** The page's own model is here at once: one line is enough for it. */
const isBrief = (progress: Progress | null) => progress?.kind === 'url'

export function ModelPanel({ bundled }: Props) {
  const { control } = usePlayground()
  const model = useSession((s) => s.model)
  const progress = useSession((s) => s.modelProgress)
  const errors = useSession((s) => s.errors)
  const heldBack = useSession((s) => s.heldBack !== null)
  const inSheet = useUi((state) => state.sheet === 'hub')
  const brief = isBrief(progress)
  const name = model?.name ?? bundled.name
  const part = progress?.total ? formatShare(progress.loaded / progress.total) : ''
  const shown = inSheet ? SHOWN.filter((during) => during !== 'load-model') : SHOWN
  return (
    <Section id="model" number={2} title={words.model.title} aside={<span title={name}>{shortName(name)}</span>}>
      <p className={styles.facts} data-testid="model-facts">
        {brief ? words.model.loading(part) : model ? facts(model) : '\u00a0'}
      </p>
      {model && !model.hasTokenizer && <p className={styles.facts}>{words.model.noTokenizer}</p>}
      <VisuallyHidden role="status">{model && !progress ? words.model.ready(name) : ''}</VisuallyHidden>
      {progress && !brief && <ModelProgress progress={progress} />}
      <AdapterLine />
      {errors
        .filter((error) => (shown as string[]).includes(error.during))
        .map((error) => (
          <ErrorCard key={error.id} error={error.error} onDismiss={() => control.dismissError(error.id)} />
        ))}
      <ModelWays bundled={bundled} />
      {heldBack && !inSheet ? <LossNote /> : <SaveLinks />}
      <TuningSettings />
    </Section>
  )
}
