/** @file The address of the Hub, for those who use a mirror. */
import { type FormEvent, useId, useState } from 'react'
import { parseEndpoint } from '../../client/hub-name'
import { Disclosure } from '../../components/disclosure'
import { LinkButton } from '../../components/link-button'
import { TextInput } from '../../components/text-input'
import { words } from '../../i18n/words'
import { HUB_ENDPOINT } from '../../protocol/hub'
import { usePlayground, useSession } from '../../store/playground'
import styles from './hub-sheet.module.css'

export function HubServer() {
  const { control } = usePlayground()
  const id = useId()
  const endpoint = useSession((s) => s.hubEndpoint)
  const [text, setText] = useState(endpoint)
  const [refused, setRefused] = useState<string | null>(null)
  const problem = refused !== null && refused === text ? words.hub.serverBad(text) : null

  const send = (event: FormEvent) => {
    event.preventDefault()
    const address = parseEndpoint(text)
    setRefused(address === null ? text : null)
    if (address === null) return
    setText(address)
    control.setEndpoint(address)
  }
  const reset = () => {
    setText(HUB_ENDPOINT)
    control.setEndpoint(HUB_ENDPOINT)
  }
  return (
    <div className={styles.server}>
      <Disclosure
        title={words.hub.server}
        summary={words.hub.serverInUse(new URL(endpoint).host)}
        forced={problem !== null}
      >
        <form onSubmit={send}>
          <label htmlFor={id}>{words.hub.serverLabel}</label>
          <TextInput
            id={id}
            value={text}
            inputMode="url"
            wrong={problem !== null}
            aria-describedby={`${id}-note`}
            onText={setText}
          />
          <p id={`${id}-note`} className={styles.soft} data-problem={problem !== null || undefined}>
            {problem ?? words.hub.serverLead}
          </p>
          <div className={styles.verbs}>
            <LinkButton type="submit" disabled={text.trim() === '' || text === endpoint}>
              {words.hub.serverUse}
            </LinkButton>
            {endpoint !== HUB_ENDPOINT && <LinkButton onClick={reset}>{words.hub.serverReset}</LinkButton>}
          </div>
        </form>
      </Disclosure>
    </div>
  )
}
