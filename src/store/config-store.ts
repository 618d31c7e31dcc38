/** @file The config being edited: never the one a run goes by, which is a frozen copy in the session. */
import { createStore } from 'zustand/vanilla'
import { type Method, methodOf, type PartialRunConfig, presetFor } from '../protocol/presets'
import { type RunConfig, runConfig } from '../protocol/run-config'
import { type ConfigPath, getAt, problemsOf, setAt } from './config-path'

export interface ConfigState {
  config: RunConfig
  /** Preset of the chosen data and method: what a reset goes back to. */
  defaults: RunConfig
  problems: Record<ConfigPath, string>
  set(path: ConfigPath, value: unknown): void
  reset(path: ConfigPath): void
  chooseMethod(method: Method): void
  /** Other data: their preset takes effect, unless the values were changed by hand. */
  chooseSources(sources: string[]): void
  chooseModel(name: string): void
  /** Takes a whole config, for instance that of a recorded run. */
  load(config: RunConfig): void
}

/** What a preset decides; the rest of a config is the person's own. */
const PRESET_PARTS = ['objective', 'stages', 'warmup', 'optimizer', 'training'] as const

function defaultsFor(sources: string[], method: Method): RunConfig {
  const preset: PartialRunConfig = presetFor(sources[0] ?? '', method)
  return runConfig.parse({ ...preset, sources })
}

function withPreset(config: RunConfig, defaults: RunConfig): RunConfig {
  const parts = Object.fromEntries(PRESET_PARTS.map((part) => [part, defaults[part]]))
  return { ...config, ...parts }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export function createConfigStore(first: Method = 'dpo', sources: string[] = ['polite']) {
  const defaults = defaultsFor(sources, first)
  return createStore<ConfigState>()((setState, getState) => {
    const edit = (config: RunConfig, next: RunConfig = getState().defaults) =>
      setState({ config, defaults: next, problems: problemsOf(config) })
    return {
      config: defaults,
      defaults,
      problems: {},
      set: (path, value) => edit(setAt(getState().config, path, value)),
      reset: (path) => edit(setAt(getState().config, path, getAt(getState().defaults, path))),
      chooseMethod(method) {
        const next = defaultsFor(getState().config.sources, method)
        edit(withPreset(getState().config, next), next)
      },
      chooseSources(chosen) {
        const { config, defaults: former } = getState()
        const next = defaultsFor(chosen, methodOf(config))
        const untouched = PRESET_PARTS.every((part) => same(config[part], former[part]))
        edit({ ...(untouched ? withPreset(config, next) : config), sources: chosen }, next)
      },
      chooseModel: (model) => edit({ ...getState().config, model }),
      load: (config) => edit(config, defaultsFor(config.sources, methodOf(config))),
    }
  })
}

export type ConfigStore = ReturnType<typeof createConfigStore>
