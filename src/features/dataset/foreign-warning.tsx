/** @file Text that the model hardly knows: said before training, with what helps. */
import { formatFigure } from '../../components/format'
import { LinkButton } from '../../components/link-button'
import { WarningNote } from '../../components/warning-note'
import { words } from '../../i18n/words'
import { useConfig, useSession } from '../../store/playground'

/** Nats per byte above which text is foreign: about the entropy of English under a model of single letters. */
export const FOREIGN_FROM = 1.6

export function ForeignWarning() {
  const value = useSession((s) => s.fit?.baseNatsPerByte ?? null)
  const warmup = useConfig((state) => state.config.warmup.enabled)
  const set = useConfig((state) => state.set)
  if (value === null || value < FOREIGN_FROM) return null
  return (
    <WarningNote title={words.data.foreignTitle}>
      <p>{words.data.foreign(formatFigure(value))}</p>
      {!warmup && <LinkButton onClick={() => set('warmup.enabled', true)}>{words.data.warmupOn}</LinkButton>}
    </WarningNote>
  )
}
