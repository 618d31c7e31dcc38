/** @file Keeps the locks of a class for everything that a person does; what lessons and recordings set is not held up. */
import type { DataSource, ModelSource } from '../protocol/messages'
import { type ChosenFile, sortFiles } from './chosen-files'
import { classStore, isPathLocked, isSectionLocked } from './class-store'
import type { ConfigStore } from './config-store'
import type { RunControl } from './run-control'

const rules = () => classStore.getState().rules

/** From now on locked values of this form change as a whole alone. */
export function guardConfig(config: ConfigStore): ConfigStore {
  const { set, reset, chooseMethod } = config.getState()
  config.setState({
    set: (path, value) => {
      if (!isPathLocked(rules(), path)) set(path, value)
    },
    reset: (path) => {
      if (!isPathLocked(rules(), path)) reset(path)
    },
    chooseMethod: (method) => {
      if (!isPathLocked(rules(), 'objective.name')) chooseMethod(method)
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
