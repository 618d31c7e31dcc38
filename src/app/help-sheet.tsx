/** @file What this is in three sentences, the three models by name, and the shortcuts. */
import { Kbd, Modal } from '@mantine/core'
import type { Action } from '../components/action'
import { words } from '../i18n/words'
import { useUi } from '../store/playground'
import { openSheet } from '../store/ui-store'
import styles from './help-sheet.module.css'

export function HelpSheet({ actions }: { actions: Action[] }) {
  const opened = useUi((state) => state.sheet === 'help')
  return (
    <Modal
      opened={opened}
      onClose={() => openSheet(null)}
      title={words.help.title}
      size="lg"
      closeButtonProps={{ 'aria-label': words.help.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {words.help.lead.map((paragraph) => (
        <p key={paragraph} className={styles.lead}>
          {paragraph}
        </p>
      ))}
      <h3 className={styles.heading}>{words.help.models}</h3>
      <dl className={styles.list}>
        {words.help.modelLines.map(([name, meaning]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles.heading}>{words.help.words}</h3>
      <dl className={styles.list}>
        {words.help.wordLines.map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles.heading}>{words.help.shortcuts}</h3>
      <dl className={styles.list}>
        {actions.map(({ id, shortcut }) =>
          shortcut ? (
            <div key={id}>
              <dt>
                <Kbd>{shortcut === ' ' ? words.help.spaceKey : shortcut}</Kbd>
              </dt>
              <dd>{words.help.keys[id]}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </Modal>
  )
}
