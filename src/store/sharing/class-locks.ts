/** @file Keeps the locks of a class for everything that a person does; what lessons and recordings set is not held up. */
import { configLeaves } from '../../exports/config-leaves'
import type { DataSource, ModelSource } from '../../protocol/messages'
import type { RunConfig } from '../../protocol/run-config'
import { type ChosenFile, sortFiles } from '../chosen-files'
import { getAt, setAt } from '../config-path'
import type { ConfigStore } from '../config-store'
import type { RunControl } from '../run-control'
import { classStore, isPathLocked, isSectionLocked } from './class-store'

const rules = () => classStore.getState().rules

type Values = Record<string, unknown>

const lockedValues = (config: RunConfig): Values =>
  Object.fromEntries(
    configLeaves(config).flatMap(({ path, value }) => (isPathLocked(rules(), path) ? [[path, value]] : [])),
  )

/** With those of the values that this config has a place for. */
function withValues(config: RunConfig, values: Values): RunConfig {
  const there = Object.entries(values).filter(([path]) => getAt(config, path) !== undefined)
  return there.reduce((held, [path, value]) => setAt(held, path, value), config)
}

/** Settings from elsewhere, as far as the class lets a person take them into the form; another objective's β is a β. */
export const asAllowed = (given: RunConfig, form: RunConfig): RunConfig => {
  const held = isPathLocked(rules(), 'objective.name') ? { ...given, objective: form.objective } : given
  return withValues(held, lockedValues(form))
}

/** From now on locked values of this form change as a whole alone. */
export function guardConfig(config: ConfigStore): ConfigStore {
  const { set, reset, chooseMethod, load } = config.getState()
  /** Locked values that no objective since had a place for. */
  let absent: Values = {}
  /** What one setting brings along for others, such as the preset of a method, leaves locked ones as they are. */
  const holding = (change: () => void) => {
    const values = { ...absent, ...lockedValues(config.getState().config) }
    change()
    const { config: changed } = config.getState()
    absent = Object.fromEntries(Object.entries(values).filter(([path]) => getAt(changed, path) === undefined))
    const held = withValues(changed, values)
    if (JSON.stringify(held) !== JSON.stringify(changed)) load(held)
  }
  config.setState({
    set: (path, value) => {
      if (!isPathLocked(rules(), path)) holding(() => set(path, value))
    },
    reset: (path) => {
      if (!isPathLocked(rules(), path)) reset(path)
    },
    chooseMethod: (method) => {
      if (!isPathLocked(rules(), 'objective.name')) holding(() => chooseMethod(method))
    },
    load: (given) => {
      absent = {}
      load(given)
    },
  })
  return config
}

/** The same verbs, of which those that bring other data or another model say no where the class has these locked. */
export function guardControl(control: RunControl): RunControl {
  const refuse = () => classStore.setState({ refused: true })
  const isFree = (section: 'data' | 'model') => !isSectionLocked(rules(), section)
  return {
    ...control,
    loadData(sources: DataSource[]): void {
      if (isFree('data') || sources.every((source) => source.kind === 'built-in')) control.loadData(sources)
      else refuse()
    },
    loadModel(source: ModelSource): void {
      const ofLink = source.kind === 'hub' && source.name === classStore.getState().model
      if (isFree('model') || source.kind === 'url' || ofLink) control.loadModel(source)
      else refuse()
    },
    loadAdapter(name: string, files: File[]): void {
      if (isFree('model')) control.loadAdapter(name, files)
      else refuse()
    },
    takeFiles(files: ChosenFile[]): void {
      const { kind } = files.length > 0 ? sortFiles(files) : { kind: 'refused' }
      const section = kind === 'data' ? 'data' : 'model'
      if (kind === 'refused' || isFree(section)) control.takeFiles(files)
      else refuse()
    },
  }
}
