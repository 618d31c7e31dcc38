/** @file Section 2: the model that is tuned, and the way to another one. */
import { FileButton } from '@mantine/core'
import { useState } from 'react'
import { ErrorCard } from '../../components/error-card'
import { formatParameters, formatShare } from '../../components/format'
import { LinkButton } from '../../components/link-button'
import { Section } from '../../components/section'
import { en } from '../../i18n/en'
import type { ErrorReport } from '../../protocol/errors'
import type { ModelSource } from '../../protocol/messages'
import { usePlayground, useSession } from '../../store/playground'
import { modelSourceOf } from './model-files'
import styles from './model-panel.module.css'

interface Props {
  bundled: ModelSource
}

export function ModelPanel({ bundled }: Props) {
  const { control } = usePlayground()
  const model = useSession((s) => s.model)
  const progress = useSession((s) => s.modelProgress)
  const errors = useSession((s) => s.errors)
  const disabled = useSession((s) => s.replayOnly)
  const tuned = useSession((s) => s.recorded === null && s.step > 0 && s.runState !== 'idle')
  const [refusal, setRefusal] = useState<ErrorReport | null>(null)

  const choose = (files: File[]) => {
    if (files.length === 0) return
    const source = modelSourceOf(files)
    setRefusal('code' in source ? source : null)
    if ('kind' in source) control.loadModel(source)
  }
  const part = progress?.total ? formatShare(progress.loaded / progress.total) : ''
  return (
    <Section id="model" number={2} title={en.model.title} aside={model?.name ?? bundled.name}>
      <p className={styles.facts} data-testid="model-facts">
        {progress
          ? en.model.loading(part)
          : model
            ? [
                en.model.parameters(formatParameters(model.parameters)),
                en.model.layers(model.layers),
                en.model.context(model.context),
              ].join(' · ')
            : '\u00a0'}
      </p>
      {model && !model.hasTokenizer && <p className={styles.facts}>{en.model.noTokenizer}</p>}
      {refusal && <ErrorCard error={refusal} onDismiss={() => setRefusal(null)} />}
      {errors
        .filter((shown) => shown.during === 'load-model' || shown.during === 'save-model')
        .map((shown) => (
          <ErrorCard key={shown.id} error={shown.error} onDismiss={() => control.dismissError(shown.id)} />
        ))}
      <div className={styles.ways}>
        <FileButton
          multiple
          onChange={choose}
          accept=".json,.safetensors"
          inputProps={{ 'aria-label': en.model.choose }}
        >
          {(props) => (
            <LinkButton {...props} title={en.model.files} disabled={disabled}>
              {en.model.choose}
            </LinkButton>
          )}
        </FileButton>
        {model && model.name !== bundled.name && (
          <LinkButton onClick={() => control.loadModel(bundled)}>{en.model.back}</LinkButton>
        )}
        {tuned && <LinkButton onClick={control.saveModel}>{en.model.save}</LinkButton>}
      </div>
    </Section>
  )
}
