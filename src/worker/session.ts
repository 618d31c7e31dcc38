/**
 * @file What one open page has loaded and what it runs. A command that fails ends in an `error` event; most others in
 * one of their own.
 */
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'
import { PREFERENCE_SETS } from '../datasets/world/preference-sets'
import { initBackend, memoryBytes } from '../engine/backend/init-backend'
import { memoryLimits } from '../engine/backend/memory-limits'
import { fitReport } from '../engine/preference/fit-report'
import type { TokenizedPairs } from '../engine/preference/tokenize-pairs'
import { judgeMemory, type MemoryLimits } from '../engine/training/memory-estimate'
import { prepareRun } from '../engine/training/prepare-run'
import type { Training } from '../engine/training/trainer'
import type { DeviceReport } from '../protocol/device'
import { AppError, toReport } from '../protocol/errors'
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import { parseRunConfig } from '../protocol/parse-run-config'
import type { RunConfig } from '../protocol/run-config'
import { packTrl } from './export-trl'
import { loadData, type OpenedData } from './load-data'
import type { OpenedModel } from './load-model'
import { type LengthLimits, measureForeignness, tokenizeInChunks } from './measure-fit'
import { ModelShelf } from './model-shelf'
import { RunLoop } from './run-loop'
import { promptFor, samplesOfBase, samplesOfPolicy, twoCompletions } from './sample'
import { packAdapter, packMerged } from './save-model'

const WASM_PATHS = {
  'tfjs-backend-wasm.wasm': plainWasm,
  'tfjs-backend-wasm-simd.wasm': simdWasm,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
}

/** Milliseconds that a message's answer has to come before what nobody waits for. */
const UNHURRIED = 500

type Command<Type extends WorkerCommand['type']> = Extract<WorkerCommand, { type: Type }>
type Post = (event: WorkerEvent, transfer?: Transferable[]) => void

export class Session {
  private readonly models = new ModelShelf(
    (event) => this.post(event),
    () => this.reset(),
  )
  private data: OpenedData | null = null
  private loop: RunLoop | null = null
  private loading: AbortController | null = null
  /** Counts loads: what was begun for an older one is dropped. */
  private generation = 0
  /** A run was asked for and has not yet told its first step. */
  private isStarting = false
  /** A run that is being prepared: it can be given up before there is a loop. */
  private preparing: AbortController | null = null
  /** Settles when no run that was given up holds memory any more. */
  private ending: Promise<void> = Promise.resolve()
  private backend: Promise<DeviceReport> | null = null
  private limits: MemoryLimits | null = null
  private known: {
    opened: OpenedModel
    data: OpenedData
    limits: LengthLimits
    tokenized: Promise<TokenizedPairs | null>
  } | null = null
  private lengths: LengthLimits = { maxLength: null, maxPromptLength: null }

  constructor(private readonly post: Post) {}

  async handle(command: WorkerCommand): Promise<void> {
    try {
      await this.dispatch(command)
    } catch (error) {
      this.post({ type: 'error', during: command.type, error: toReport(error) })
    }
  }

  private dispatch(command: WorkerCommand): unknown {
    switch (command.type) {
      case 'open':
        return this.open(command)
      case 'load-model':
        return this.loadModel(command)
      case 'cancel-model':
        return this.models.cancel()
      case 'load-adapter':
        return this.models.loadAdapter(command)
      case 'remove-adapter':
        return this.models.removeAdapter()
      case 'set-hub':
        this.models.hub.endpoint = command.endpoint
        return
      case 'list-storage':
        return this.models.tellStorage()
      case 'delete-cached':
        return this.models.deleteCached(command)
      case 'estimate-memory':
        return this.estimateMemory(command)
      case 'load-data':
        return this.loadData(command)
      case 'cancel-load':
        return this.loading?.abort()
      case 'measure-fit':
        this.lengths = command.limits
        return this.measureFit()
      case 'start':
        return this.start(command)
      case 'pause':
        return this.loop?.pause()
      case 'resume':
        return this.loop?.resume()
      case 'step':
        return this.loop?.step()
      case 'stop':
        return this.loop ? this.loop.stop() : this.reset()
      case 'reset':
        return this.reset()
      case 'sample':
        return this.sample(command)
      case 'propose':
        return this.propose(command)
      case 'export-trl':
        return this.exportTrl(command)
      case 'save-model':
        return this.saveModel(command)
    }
  }

  private async open({ backend, tiles, hubEndpoint }: Command<'open'>): Promise<void> {
    if (hubEndpoint) this.models.hub.endpoint = hubEndpoint
    const sets = PREFERENCE_SETS.map(({ id, name, description }) => ({ id, name, description }))
    const ready = initBackend({
      backend,
      tiles,
      wasmPaths: WASM_PATHS,
      onLost: (message) => this.fail(new AppError('device/lost', `The GPU was lost: ${message}`, 'Reload the page.')),
      onError: (message) => this.fail(new AppError('device/lost', `The GPU reports: ${message}`, 'Reload the page.')),
    })
    this.backend = ready
    const device = await ready
    this.limits = memoryLimits(device)
    this.post({ type: 'device', device, sets })
  }

  private async loadModel(command: Command<'load-model'>): Promise<void> {
    await this.models.load(command, this.backend, () => this.limits)
    await this.measureFit()
  }

  /** Nothing is said while model or data are missing, or where memory has no limit that could be told. */
  private async estimateMemory({ config: given }: Command<'estimate-memory'>): Promise<void> {
    const config = parseRunConfig(given)
    await this.backend
    const tokenized = await this.tokenize(config.data)
    const { opened } = this.models
    if (!tokenized || !opened || !this.limits) return
    const memory = judgeMemory(opened.model, tokenized.pairs, config, this.limits)
    this.post({ type: 'memory', memory })
  }

  private async loadData({ sources }: Command<'load-data'>): Promise<void> {
    this.loading?.abort()
    const loading = new AbortController()
    this.loading = loading
    const onProgress = ({
      source,
      loaded,
      total,
      rows,
    }: {
      source: string
      loaded: number
      total: number
      rows: number
    }) => this.post({ type: 'data-progress', source, loaded, total, rows })
    const data = await loadData(sources, { hub: this.models.hub, onProgress, signal: loading.signal })
    if (loading.signal.aborted) return
    this.data = data
    this.post({ type: 'data', report: data.report })
    await this.measureFit()
  }

  private async measureFit(): Promise<void> {
    const generation = ++this.generation
    const { opened } = this.models
    const tokenized = await this.tokenize(this.lengths)
    const isStale = () => generation !== this.generation || opened !== this.models.opened
    if (!opened || !tokenized || isStale()) return
    this.post({ type: 'fit', fit: fitReport(tokenized) })
    // Play may have waited for this: a run's first step goes before a figure that only warns.
    do await new Promise((resolve) => setTimeout(resolve, UNHURRIED))
    while (this.isStarting && !isStale())
    await this.models.warm
    if (isStale()) return
    const foreignness = await measureForeignness(opened.model, tokenized, isStale)
    if (!isStale()) this.post({ type: 'fit', fit: fitReport(tokenized, foreignness) })
  }

  /** The loaded pairs for the loaded model. A run takes what the fit was measured on; null once either was replaced. */
  private tokenize(limits: LengthLimits): Promise<TokenizedPairs | null> {
    const { data, known } = this
    const { opened } = this.models
    if (!opened || !data) return Promise.resolve(null)
    const { maxLength, maxPromptLength } = limits
    const isSame = known?.opened === opened && known.data === data
    if (isSame && known.limits.maxLength === maxLength && known.limits.maxPromptLength === maxPromptLength)
      return known.tokenized
    const isStale = () => opened !== this.models.opened || data !== this.data
    const tokenized = tokenizeInChunks(opened.model, data.pairs, limits, isStale)
    this.known = { opened, data, limits: { maxLength, maxPromptLength }, tokenized }
    return tokenized
  }

  private async start({ config, paused }: Command<'start'>): Promise<void> {
    const { data } = this
    const { opened } = this.models
    if (!opened) throw new AppError('run/not-ready', 'No model is loaded.', 'Choose a model first.')
    if (!data) throw new AppError('run/not-ready', 'No pairs are loaded.', 'Choose data first.')
    const preparing = new AbortController()
    const ended = this.reset()
    this.preparing = preparing
    await ended
    // One that was told to end before may still hold what it computes with.
    await this.ending
    if (preparing.signal.aborted) return
    this.isStarting = true
    this.post({ type: 'run-state', state: 'preparing', totalSteps: 0 })
    const training = await this.prepare(opened, data, config).catch(async (error: unknown) => {
      // Of a run that was given up nothing is said but that.
      if (preparing.signal.aborted) return null
      await this.reset()
      throw error
    })
    if (preparing.signal.aborted) training?.dispose()
    if (!training || preparing.signal.aborted) return
    this.preparing = null
    const { totalSteps } = training
    this.loop = new RunLoop(training, {
      onEvents: (events) => {
        if (events.some((event) => event.type === 'step' || event.type === 'finished')) this.isStarting = false
        this.post({ type: 'train', events })
      },
      onState: (state) => this.post({ type: 'run-state', state, totalSteps }),
      onError: (error) => {
        this.isStarting = false
        this.post({ type: 'error', during: 'start', error: toReport(error) })
      },
    })
    if (paused) this.post({ type: 'run-state', state: 'paused', totalSteps })
    else this.loop.resume()
  }

  private async prepare(opened: OpenedModel, data: OpenedData, given: RunConfig): Promise<Training> {
    const config = parseRunConfig(given)
    await this.models.warm
    const isSame = opened === this.models.opened && data === this.data
    const tokenized = isSame ? await this.tokenize(config.data) : null
    if (!tokenized) throw new AppError('run/not-ready', 'Model or data changed meanwhile.', 'Press Play again.')
    const { model } = opened
    return prepareRun({
      model,
      tokenized,
      config,
      judge: data.judge,
      memoryBytes,
      memoryLimit: this.limits?.total ?? null,
    })
  }

  /** Back to the base model. */
  private reset(): Promise<void> {
    const ended = this.endRun()
    this.ending = Promise.allSettled([this.ending, ended]).then(() => {})
    return ended
  }

  private async endRun(): Promise<void> {
    const { loop, preparing } = this
    if (!loop && !preparing) return
    this.isStarting = false
    this.loop = null
    this.preparing = null
    preparing?.abort()
    await loop?.abandon()
    loop?.training.dispose()
    this.post({ type: 'run-state', state: 'idle', totalSteps: 0 })
  }

  private async sample({ id, prompt, generation, seed }: Command<'sample'>): Promise<void> {
    const opened = this.openedModel()
    const asked = promptFor(opened.model, this.data, prompt)
    const input = { generation, seed, judge: this.data?.judge ?? null }
    const [base, policy] = await this.whileOpen(opened, async () => [
      await samplesOfBase(opened.model, [asked], input),
      await samplesOfPolicy(opened.model, this.loop, [asked], input),
    ])
    this.post({ type: 'sampled', id, prompt, base: base![0]!, policy: policy?.[0] ?? null })
  }

  private async propose({ id, prompt, generation, seed }: Command<'propose'>): Promise<void> {
    const opened = this.openedModel()
    const asked = promptFor(opened.model, this.data, prompt)
    const input = { generation, seed, judge: this.data?.judge ?? null }
    const completions = await this.whileOpen(opened, () => twoCompletions(opened.model, this.loop, asked, input))
    this.post({ type: 'proposed', id, prompt, completions })
  }

  private async exportTrl({ id, config }: Command<'export-trl'>): Promise<void> {
    const { data, loop } = this
    if (!data) throw new AppError('run/not-ready', 'No pairs are loaded.', 'Choose data first.')
    const zip = await packTrl({ opened: this.openedModel(), data, training: loop?.training ?? null, config })
    this.post({ type: 'saved', id, what: 'trl', name: 'trl.zip', zip })
  }

  private openedModel(): OpenedModel {
    const { opened } = this.models
    if (!opened) throw new AppError('run/not-ready', 'No model is loaded.', 'Choose a model first.')
    return opened
  }

  private async saveModel({ id, form }: Command<'save-model'>): Promise<void> {
    const { loop } = this
    const { opened } = this.models
    if (!opened || !loop) throw new AppError('run/not-ready', 'There is no trained model yet.', 'Press Play first.')
    const pack = form === 'adapter' ? packAdapter : packMerged
    const zip = await this.whileOpen(opened, () => pack(opened, loop.training))
    // A repository's owner would be taken for a folder.
    const name = opened.report.name.replaceAll(/[^\w.-]+/g, '-')
    this.post({ type: 'saved', id, what: form, name: `${name}-${form === 'adapter' ? 'adapter' : 'tuned'}.zip`, zip })
  }

  /** What computes with a model that may be replaced, or its adapter: then that is the error, whatever it led to. */
  private async whileOpen<T>(opened: OpenedModel, work: () => Promise<T>): Promise<T> {
    const { adapter } = opened.model
    try {
      return await work()
    } catch (error) {
      if (opened === this.models.opened && opened.model.adapter === adapter) throw error
      throw new AppError('run/not-ready', 'The model was replaced meanwhile.', 'Ask again: the new one will answer.')
    }
  }

  private fail(error: AppError): void {
    this.post({ type: 'error', during: 'open', error: toReport(error) })
  }
}
