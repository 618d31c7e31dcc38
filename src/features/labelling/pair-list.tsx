/** @file The pairs of the set, newest first; each can be changed where it stands. */
import { ArrowLeftRight, Pencil, X } from 'lucide-react'
import { memo, useState } from 'react'
import { formatFigure } from '../../components/format'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { flawOf, type LabelledPair } from '../../protocol/labels'
import { useLabels } from '../../store/playground'
import { offerUndo } from '../../store/undo'
import { PairForm } from './pair-form'
import styles from './pair-list.module.css'

/** Drawn at first, and with each asking for more. */
const PAGE = 30

export function PairList({ pairs }: { pairs: readonly LabelledPair[] }) {
  const [shown, setShown] = useState(PAGE)
  const more = Math.min(PAGE, pairs.length - shown)
  return (
    <>
      <ol className={styles.list} aria-label={words.labelling.set.list}>
        {pairs.slice(0, shown).map((pair) => (
          <Pair key={pair.id} pair={pair} />
        ))}
      </ol>
      {more > 0 && <LinkButton onClick={() => setShown(shown + PAGE)}>{words.labelling.set.more(more)}</LinkButton>}
    </>
  )
}

function originOf({ origin, edited, scores }: LabelledPair): string {
  const text = words.labelling
  const from =
    origin.kind === 'typed'
      ? text.pair.typed
      : origin.kind === 'file'
        ? text.pair.file(origin.name)
        : origin.step === null
          ? text.loaded(origin.model)
          : text.atStep(origin.model, origin.step)
  const judge = scores ? text.pair.judge(formatFigure(scores.chosen), formatFigure(scores.rejected)) : ''
  return [from, edited ? text.edited : '', judge].filter((part) => part !== '').join(' · ')
}

const Pair = memo(function Pair({ pair }: { pair: LabelledPair }) {
  const [editing, setEditing] = useState(false)
  const { write, swap, remove, putBack } = useLabels((state) => state)
  const text = words.labelling.pair
  const flaw = flawOf(pair)
  const drop = () => {
    const removed = remove([pair.id])
    offerUndo(words.labelling.set.deleted(removed.length), () => putBack(removed))
  }
  if (editing) {
    return (
      <li className={styles.pair} data-testid="my-pair">
        <PairForm
          texts={pair}
          verb={text.save}
          chat={pair.chat}
          onCancel={() => setEditing(false)}
          onSave={({ prompt, chosen, rejected }) => {
            write(pair.id, { prompt, chosen, rejected })
            setEditing(false)
          }}
        />
      </li>
    )
  }
  return (
    <li className={styles.pair} data-testid="my-pair">
      <div className={styles.head}>
        <p className={styles.prompt}>{pair.prompt}</p>
        <span className={styles.verbs}>
          <LinkButton aria-label={text.edit} title={text.edit} onClick={() => setEditing(true)}>
            <Pencil size={14} aria-hidden />
          </LinkButton>
          <LinkButton aria-label={text.swap} title={text.swap} onClick={() => swap(pair.id)}>
            <ArrowLeftRight size={14} aria-hidden />
          </LinkButton>
          <LinkButton aria-label={text.remove} title={text.remove} onClick={drop}>
            <X size={16} aria-hidden />
          </LinkButton>
        </span>
      </div>
      <dl className={styles.sides}>
        {(['chosen', 'rejected'] as const).map((side) => (
          <div key={side} data-side={side} className={styles.side}>
            <dt>{words.data[side]}</dt>
            <dd title={pair[side]}>{pair[side].trimStart()}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.origin}>
        {originOf(pair)}
        {flaw && <span className={styles.flaw}> {text.flaw[flaw]}</span>}
      </p>
    </li>
  )
})
