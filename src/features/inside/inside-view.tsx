/** @file What goes on inside of a run: its tokens, its objective, its held-out pairs, at any moment of its time. */
import { Segmented } from '../../components/segmented'
import { words } from '../../i18n/words'
import { useSession } from '../../store/playground'
import { type Part, showPart, useInside } from '../../store/plots/inside-view'
import type { RunFigures } from '../../store/plots/run-figures'
import { EmptyPart } from './empty-part'
import styles from './inside.module.css'
import { ObjectivePart } from './objective-part'
import { SpreadPart } from './spread-part'
import { TimeBar } from './time-bar'
import { TokensPart } from './tokens-part'
import { useFigures, useMoment } from './use-moments'

export default function InsideView() {
  const text = words.inside
  const figures = useFigures()
  const part = useInside((state) => state.part)
  const moment = useMoment(figures, part)
  const recorded = useSession((s) => s.recorded && words.told.recording.name(s.recorded.name))
  return (
    <section className={styles.view} aria-label={text.label}>
      <div className={styles.head}>
        <div className={styles.parts}>
          <Segmented<Part> label={text.part} value={part} options={text.parts} onChange={showPart} />
        </div>
        {recorded !== null && (
          <span className={styles.recorded} title={recorded}>
            {text.recorded(recorded)}
          </span>
        )}
      </div>
      <TimeBar figures={figures} moment={moment} />
      <div className={styles.body}>
        <PartBody part={part} figures={figures} step={moment.step} />
      </div>
    </section>
  )
}

function PartBody({ part, figures, step }: { part: Part; figures: RunFigures; step: number | null }) {
  if (part === 'objective') return <ObjectivePart figures={figures} step={step} />
  if (step === null) return <EmptyPart part={part} figures={figures} />
  if (part === 'tokens') return <TokensPart figures={figures} step={step} />
  const holdsOut = figures.evalEvents.some(({ pairs }) => pairs.lengthsChosen.length > 0)
  return holdsOut ? <SpreadPart figures={figures} step={step} /> : <EmptyPart part={part} figures={figures} />
}
