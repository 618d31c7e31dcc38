/** @file Finds a number of the config by the page's name for it, or by its path. */
import { Select } from '@mantine/core'
import { useStore } from 'zustand'
import { words } from '../../i18n/words'
import { numericPaths } from '../../protocol/config-path'
import type { RunConfig } from '../../protocol/run-config'
import { FIELDS } from '../../store/fields'
import { classStore, isPathLocked } from '../../store/sharing/class-store'
import { fieldName } from './names'

interface Props {
  config: RunConfig
  taken: readonly string[]
  onAdd: (path: string) => void
}

const ORDER = Object.keys(FIELDS)
/** What the form knows first, in its order. */
const rankOf = (path: string): number => (ORDER.includes(path) ? ORDER.indexOf(path) : ORDER.length)

export function AddField({ config, taken, onAdd }: Props) {
  const rules = useStore(classStore, (state) => state.rules)
  const paths = numericPaths(config)
    .filter((path) => !isPathLocked(rules, path))
    .filter((path) => !taken.includes(path))
    .sort((a, b) => rankOf(a) - rankOf(b))
  return (
    <Select
      // Empty again once one was taken.
      key={taken.join()}
      aria-label={words.sweeps.add}
      placeholder={words.sweeps.addPlaceholder}
      searchable
      value={null}
      data={paths.map((path) => ({ value: path, label: fieldName(path) }))}
      filter={({ options, search }) => {
        const wanted = search.trim().toLowerCase()
        return options.filter(
          (option) => 'value' in option && `${option.label} ${option.value}`.toLowerCase().includes(wanted),
        )
      }}
      renderOption={({ option }) => <span title={option.value}>{option.label}</span>}
      nothingFoundMessage={words.sweeps.noField}
      maxDropdownHeight={280}
      onChange={(path) => {
        if (path !== null) onAdd(path)
      }}
    />
  )
}
