/** @file A number of the config, bound to the form: everything about it comes from the tables of fields. */
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { words } from '../i18n/words'
import { getAt } from '../store/config-path'
import { type FieldPath, rangeOf } from '../store/fields'
import { useConfig } from '../store/playground'
import { classStore, isFieldLocked } from '../store/sharing/class-store'
import { NumberControl } from './number-control'

interface Props {
  path: FieldPath
  symbol?: ReactNode
  captioned?: boolean
  /** Shown while the value is null: the config decides by itself. */
  placeholder?: string
  /** Another sentence, where the same number does something else. */
  up?: string
  disabled?: boolean
}

export function ConfigField({ path, symbol, placeholder, ...given }: Props) {
  const locked = useStore(classStore, ({ rules }) => isFieldLocked(rules, path))
  const value = useConfig((state) => getAt(state.config, path)) as number | null | undefined
  const fallback = useConfig((state) => getAt(state.defaults, path)) as number | null | undefined
  const problem = useConfig((state) => state.problems[path])
  const scale = useConfig((state) => rangeOf(path, state.config))
  const set = useConfig((state) => state.set)
  const reset = useConfig((state) => state.reset)
  if (value === undefined) return null
  const { label, unit, up } = words.fields[path]
  return (
    <NumberControl
      label={label}
      symbol={symbol}
      unit={unit}
      up={locked ? words.sharing.locked : (given.up ?? up)}
      captioned={locked || given.captioned}
      scale={path === 'seed' ? null : scale}
      value={value}
      fallback={fallback ?? null}
      placeholder={placeholder}
      optional={placeholder !== undefined}
      problem={problem}
      disabled={locked || given.disabled}
      onChange={(next) => set(path, next)}
      onReset={() => reset(path)}
    />
  )
}
