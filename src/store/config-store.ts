/** @file The config being edited: never the one a run goes by, which is a frozen copy in the session. */
import { createStore } from 'zustand/vanilla'
import type { AdapterReport, ModelReport } from '../protocol/messages'
import { type Method, type ModelScale, methodOf, type PartialRunConfig, presetFor, scaleOf } from '../protocol/presets'
import { type RunConfig, runConfig, type TuningConfig } from '../protocol/run-config'
import { carryOver } from './carry-over'
import { type ConfigPath, getAt, problemsOf, setAt } from './config-path'

/** What the form has to know of a model. */
export type ChosenModel = Pick<ModelReport, 'name' | 'commit' | 'parameters' | 'halfWeights' | 'linearLayers'>

export interface ConfigState {
  config: RunConfig
  /** Preset of the chosen data, method and model: what a reset goes back to. */
  defaults: RunConfig
  /** Of the chosen model. */
  scale: ModelScale
  problems: Record<ConfigPath, string>
  set(path: ConfigPath, value: unknown): void
  reset(path: ConfigPath): void
  chooseMethod(method: Method): void
  /** Other data: their preset takes effect, unless the values were changed by hand. */
  chooseSources(sources: string[]): void
  /** Another model: the preset of its scale takes effect, value by value, but for those that were changed by hand. */
  chooseModel(model: ChosenModel): void
  /** A run goes on from this adapter, so its shape is given; without one it is free again. */
  chooseAdapter(adapter: AdapterReport | null): void
  /** Takes a whole config, for instance that of a recorded run. */
  load(config: RunConfig): void
  /** Says what is wrong anew, in the language of the page. */
  sayAgain(): void
}

/** What the preset of a method decides; the rest of a config is the person's own. */
const PRESET_PARTS = ['objective', 'stages', 'warmup', 'optimizer', 'training'] as const

type Tuned = TuningConfig['method']

function defaultsFor(sources: string[], method: Method, scale: ModelScale, tuned: Tuned = 'full'): RunConfig {
  const preset: PartialRunConfig = presetFor(sources[0] ?? '', method, scale, tuned)
  return runConfig.parse({ ...preset, sources })
}

function withPreset(config: RunConfig, defaults: RunConfig): RunConfig {
  const parts = Object.fromEntries(PRESET_PARTS.map((part) => [part, defaults[part]]))
  return { ...config, ...parts }
}

/** As the command line would open the very same. */
const pinned = ({ name, commit }: ChosenModel): string => (commit ? `${name}@${commit}` : name)

/** Frozen weights leave the adapter alone to train, and an adapter goes on layers that are there. */
function tuningFor(tuning: TuningConfig, { halfWeights, linearLayers }: ChosenModel): TuningConfig {
  const known = tuning.targets?.every((target) => linearLayers.includes(target)) ?? true
  return {
    ...tuning,
    method: halfWeights ? 'lora' : tuning.method,
    targets: known ? tuning.targets : null,
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export function createConfigStore(first: Method = 'dpo', sources: string[] = ['polite']) {
  const defaults = defaultsFor(sources, first, 'small')
  return createStore<ConfigState>()((setState, getState) => {
    const edit = (config: RunConfig, next = getState().defaults, scale = getState().scale) =>
      setState({ config, defaults: next, scale, problems: problemsOf(config) })
    /** What is trained has a preset of its own, which takes effect value by value. */
    const tune = (changed: RunConfig) => {
      const { defaults: former, scale } = getState()
      const next = defaultsFor(changed.sources, methodOf(changed), scale, changed.tuning.method)
      edit(carryOver(changed, former, next), next)
    }
    return {
      config: defaults,
      defaults,
      scale: 'small',
      problems: {},
      set(path, value) {
        const changed = setAt(getState().config, path, value)
        if (path === 'tuning.method') tune(changed)
        else edit(changed)
      },
      reset: (path) => edit(setAt(getState().config, path, getAt(getState().defaults, path))),
      chooseMethod(method) {
        const { config, scale } = getState()
        const next = defaultsFor(config.sources, method, scale, config.tuning.method)
        edit(withPreset(config, next), next)
      },
      chooseSources(chosen) {
        const { config, defaults: former, scale } = getState()
        const next = defaultsFor(chosen, methodOf(config), scale, config.tuning.method)
        const untouched = PRESET_PARTS.every((part) => same(config[part], former[part]))
        edit({ ...(untouched ? withPreset(config, next) : config), sources: chosen }, next)
      },
      chooseModel(model) {
        const { config, defaults: former } = getState()
        const scale = scaleOf(model)
        const carriedTo = (tuned?: Tuned) => {
          const next = defaultsFor(config.sources, methodOf(config), scale, tuned)
          const carried = carryOver(config, former, next)
          return { next, carried: { ...carried, tuning: tuningFor(carried.tuning, model) } }
        }
        // Whether an adapter is trained follows from the model's scale, and the learning rate from that.
        const { next, carried } = carriedTo(carriedTo().carried.tuning.method)
        edit({ ...carried, model: pinned(model) }, next, scale)
      },
      chooseAdapter(adapter) {
        const { config, defaults: free } = getState()
        const { rank, alpha, rsLora, targets: named } = adapter ?? free.tuning
        const targets = named && named.length > 0 ? named : null
        const method = adapter ? 'lora' : free.tuning.method
        const name = adapter?.name ?? null
        tune({ ...config, adapter: name, tuning: { ...config.tuning, method, rank, alpha, rsLora, targets } })
      },
      sayAgain: () => setState({ problems: problemsOf(getState().config) }),
      load: (config) =>
        edit(config, defaultsFor(config.sources, methodOf(config), getState().scale, config.tuning.method)),
    }
  })
}

export type ConfigStore = ReturnType<typeof createConfigStore>
