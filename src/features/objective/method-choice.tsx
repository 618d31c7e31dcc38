/** @file Chooses the objective: the three that people come for, the others one click away. */
import { Menu } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { useStore } from 'zustand'
import { words } from '../../i18n/words'
import { type Method, methodOf } from '../../protocol/presets'
import { useConfig } from '../../store/playground'
import { classStore, isFieldLocked } from '../../store/sharing/class-store'
import styles from './method-choice.module.css'

const MAIN: Method[] = ['dpo', 'sdpo', 'simpo']
const OTHERS: Method[] = ['ipo', 'orpo', 'sft']

export function MethodChoice() {
  const method = useConfig((state) => methodOf(state.config))
  const choose = useConfig((state) => state.chooseMethod)
  const locked = useStore(classStore, ({ rules }) => isFieldLocked(rules, 'objective.name'))
  const other = OTHERS.includes(method)
  return (
    <div
      className={styles.choice}
      role="radiogroup"
      aria-label={words.objective.label}
      title={locked ? words.sharing.locked : undefined}
    >
      {MAIN.map((name) => (
        <label key={name} className={styles.item} data-on={method === name || undefined}>
          <input
            type="radio"
            name="method"
            value={name}
            checked={method === name}
            disabled={locked}
            onChange={() => choose(name)}
          />
          {words.objective.names[name]}
        </label>
      ))}
      <Menu position="bottom-end" width={280} withinPortal>
        <Menu.Target>
          <button type="button" className={styles.item} data-on={other || undefined} disabled={locked}>
            {other ? words.objective.names[method] : words.objective.more}
            <ChevronDown size={14} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {OTHERS.map((name) => (
            <Menu.Item key={name} onClick={() => choose(name)}>
              <strong>{words.objective.names[name]}</strong>
              <span className={styles.detail}>{words.objective.full[name]}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
