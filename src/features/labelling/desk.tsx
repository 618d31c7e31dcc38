/** @file The two completions and the verdict on them. */
import { useCallback, useMemo, useRef, useState } from 'react'
import { ConfigField } from '../../components/config-field'
import { Disclosure } from '../../components/disclosure'
import { formatSetting } from '../../components/format'
import { words } from '../../i18n/words'
import { isUndrawable } from '../../store/labels/label-control-proposals'
import type { Side } from '../../store/labels/label-proposal'
import { useConfig, useProposals } from '../../store/playground'
import { Completion } from './completion'
import styles from './desk.module.css'
import { Remark } from './remark'
import { useAfter } from './use-after'
import { useVerbKeys } from './use-verb-keys'
import { type Verb, verbsFor } from './verbs'

const SIDES: readonly Side[] = [0, 1]
const VERDICTS: readonly Verb['id'][] = ['first', 'tie', 'second']
const ROWS: readonly (readonly Verb['id'][])[] = [VERDICTS, ['edit', 'next', 'undo']]

export function Desk() {
  const state = useProposals((all) => all)
  const { current, prompt, failed } = state
  const undrawable = useConfig(isUndrawable)
  const [edited, setEdited] = useState<number | null>(null)
  const editing = current !== null && edited === current.seed
  const panes = useRef<HTMLDivElement>(null)
  const editButton = useRef<HTMLButtonElement>(null)
  const writing = useAfter(prompt !== null && current === null && !failed && !undrawable)
  const seed = current?.seed ?? null

  const edit = useCallback(() => {
    setEdited((before) => (before === seed ? null : seed))
    // The fields are there once this was drawn.
    requestAnimationFrame(() => (panes.current?.querySelector('textarea') ?? editButton.current)?.focus())
  }, [seed])
  const verbs = useMemo(() => verbsFor(state, editing, edit), [state, editing, edit])
  useVerbKeys(verbs, seed)

  return (
    <div className={styles.desk}>
      <p className={styles.by}>
        {current &&
          (current.step === null
            ? words.labelling.loaded(current.model)
            : words.labelling.atStep(current.model, current.step))}
      </p>
      <div ref={panes} className={styles.panes}>
        {SIDES.map((side) => (
          <Completion
            key={side}
            side={side}
            proposal={current}
            writing={writing}
            editing={editing}
            onText={(text) => state.write(side, text)}
            onDone={edit}
          />
        ))}
      </div>
      <p className={styles.unseen} role="status">
        {current ? words.labelling.written : writing ? words.labelling.writing : ''}
      </p>
      {ROWS.map((row) => (
        <fieldset
          key={row[0]}
          className={styles.verbs}
          aria-label={words.labelling.verbs[row === VERDICTS ? 'label' : 'more']}
        >
          {verbs
            .filter(({ id }) => row.includes(id))
            .map((verb) => (
              <button
                key={verb.id}
                ref={verb.id === 'edit' ? editButton : undefined}
                type="button"
                className={row === VERDICTS ? styles.verdict : styles.verb}
                // It keeps the focus while the next pair is written.
                aria-disabled={!verb.enabled}
                aria-keyshortcuts={verb.keys.join(' ')}
                aria-label={verb.label}
                onClick={() => verb.enabled && verb.run()}
              >
                <span>{verb.label}</span>
                <kbd className={styles.key} aria-hidden>
                  {verb.shown}
                </kbd>
              </button>
            ))}
        </fieldset>
      ))}
      <Remark />
      <Settings />
    </div>
  )
}

/** The form's own fields: the samples of a run are drawn with the same. */
function Settings() {
  const { temperature, maxNewTokens } = useConfig((state) => state.config.generation)
  return (
    <Disclosure
      title={words.labelling.writes}
      summary={words.labelling.writesNow(formatSetting(temperature), formatSetting(maxNewTokens))}
    >
      <div className={styles.settings}>
        <ConfigField path="generation.temperature" />
        <ConfigField path="generation.maxNewTokens" />
      </div>
    </Disclosure>
  )
}
