/** @file What this is in three sentences, the three models by name, and the shortcuts. */
import { Kbd, Modal } from '@mantine/core'
import type { Action } from '../components/action'
import { en } from '../i18n/en'
import { useUi } from '../store/playground'
import { openSheet } from '../store/ui-store'
import styles from './help-sheet.module.css'

const MEANING: Partial<Record<Action['id'], string>> = {
  toggle: en.help.keys.space,
  step: en.help.keys.dot,
  reset: en.help.keys.r,
  help: en.help.keys.help,
}

export function HelpSheet({ actions }: { actions: Action[] }) {
  const opened = useUi((state) => state.sheet === 'help')
  return (
    <Modal
      opened={opened}
      onClose={() => openSheet(null)}
      title={en.help.title}
      size="lg"
      closeButtonProps={{ 'aria-label': en.help.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {en.help.lead.map((paragraph) => (
        <p key={paragraph} className={styles.lead}>
          {paragraph}
        </p>
      ))}
      <h3 className={styles.heading}>{en.help.models}</h3>
      <dl className={styles.list}>
        {en.help.modelLines.map(([name, meaning]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles.heading}>{en.help.words}</h3>
      <dl className={styles.list}>
        {en.help.wordLines.map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles.heading}>{en.help.shortcuts}</h3>
      <dl className={styles.list}>
        {actions.map(({ id, shortcut }) =>
          shortcut && MEANING[id] ? (
            <div key={id}>
              <dt>
                <Kbd>{shortcut === ' ' ? en.help.spaceKey : shortcut}</Kbd>
              </dt>
              <dd>{MEANING[id]}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </Modal>
  )
}
