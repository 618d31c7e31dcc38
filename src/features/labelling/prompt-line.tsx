/** @file The prompt that is answered: the next one of the data, or the person's own. */
import { Pencil } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { LinkButton } from '../../components/link-button'
import { ScrollRegion } from '../../components/scroll-region'
import { Segmented } from '../../components/segmented'
import { words } from '../../i18n/words'
import { useProposals } from '../../store/playground'
import styles from './prompt-line.module.css'

export function PromptLine() {
  const prompts = useProposals((state) => state.prompts)
  const prompt = useProposals((state) => state.prompt)
  const turn = useProposals((state) => state.turn)
  const choose = useProposals((state) => state.choosePrompts)
  return (
    <div className={styles.prompt}>
      <div className={styles.source}>
        <Segmented
          label={words.labelling.prompts}
          value={prompts}
          options={words.labelling.from}
          onChange={(next) => choose(next, next === 'own' && prompt !== null ? prompt : undefined)}
        />
        {prompts === 'data' && turn.at > 0 && (
          <span className={styles.turn}>
            {words.labelling.prompt} {words.labelling.turn(turn.at, turn.of)}
          </span>
        )}
      </div>
      {prompts === 'own' ? (
        <OwnPrompt />
      ) : prompt === null ? (
        <p className={styles.none}>{words.labelling.obstacle.prompts}</p>
      ) : (
        <div className={styles.shown}>
          <ScrollRegion className={styles.text} label={words.labelling.prompt}>
            <h3 data-testid="label-prompt">{prompt}</h3>
          </ScrollRegion>
          <LinkButton
            className={styles.change}
            aria-label={words.labelling.change}
            title={words.labelling.change}
            onClick={() => choose('own', prompt)}
          >
            <Pencil size={14} aria-hidden />
          </LinkButton>
        </div>
      )}
    </div>
  )
}

function OwnPrompt() {
  const own = useProposals((state) => state.own)
  const write = useProposals((state) => state.writeOwn)
  const ask = useProposals((state) => state.ask)
  const isBlank = own.trim() === ''
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Prompts of some worlds have two lines: Shift and Enter make the second.
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    if (isBlank) return
    ask()
    // The keys pick from now on.
    event.currentTarget.blur()
  }
  return (
    <div className={styles.own}>
      <textarea
        className={styles.field}
        rows={2}
        aria-label={words.labelling.ownPrompt}
        placeholder={words.labelling.ownHint}
        value={own}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="button" className={styles.ask} disabled={isBlank} onClick={ask}>
        {words.labelling.ask}
      </button>
    </div>
  )
}
