/** @file What one open page has loaded and what it runs. Every command ends in an event; none ends in silence. */
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'
import { zipSync } from 'fflate'
import { PREFERENCE_SETS } from '../datasets/world/preference-sets'
import { initBackend, memoryBytes } from '../engine/backend/init-backend'
import { saveModelFolder } from '../engine/checkpoint/hf-folder'
import { cloneParameters, disposeParameters } from '../engine/model/parameters'
import { encodePrompt } from '../engine/preference/encode-completion'
import { fitReport } from '../engine/preference/fit-report'
import type { TokenizedPairs } from '../engine/preference/tokenize-pairs'
import { prepareRun } from '../engine/training/prepare-run'
import { drawSamples } from '../engine/training/sampling'
import type { Training } from '../engine/training/trainer'
import { warmUp } from '../engine/training/warm-up'
import { AppError, toReport } from '../protocol/errors'
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import { parseRunConfig } from '../protocol/parse-run-config'
import type { RunConfig } from '../protocol/run-config'
import type { Sample } from '../protocol/train-events'
import { loadData, type OpenedData } from './load-data'
import { loadModel, type OpenedModel } from './load-model'
import { type LengthLimits, measureForeignness, tokenizeInChunks } from './measure-fit'
import { RunLoop } from './run-loop'

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
  private opened: OpenedModel | null = null
  private data: OpenedData | null = null
  private loop: RunLoop | null = null
  private loading: AbortController | null = null
  /** Counts loads: what was begun for an older one is dropped. */
  private generation = 0
  /** A run was asked for and has not yet told its first step. */
  private isStarting = false
  private backend: Promise<unknown> | null = null
  /** Until the model's kernels are compiled. */
  private warm: Promise<void> | null = null
  private known: {
    opened: OpenedModel
    data: OpenedData
    limits: LengthLimits
    tokenized: Promise<TokenizedPairs | null>
  } | null = null
  private limits: LengthLimits = { maxLength: null, maxPromptLength: null }

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
      case 'load-data':
        return this.loadData(command)
      case 'cancel-load':
        return this.loading?.abort()
      case 'measure-fit':
        this.limits = command.limits
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
        return this.loop?.stop()
      case 'reset':
        return this.reset()
      case 'sample':
        return this.sample(command)
      case 'save-model':
        return this.saveModel(command)
    }
  }

  private async open({ backend, tiles }: Command<'open'>): Promise<void> {
    const sets = PREFERENCE_SETS.map(({ id, name, description }) => ({ id, name, description }))
    const ready = initBackend({
      backend,
      tiles,
      wasmPaths: WASM_PATHS,
      onLost: (message) => this.fail(new AppError('device/lost', `The GPU was lost: ${message}`, 'Reload the page.')),
      onError: (message) => this.fail(new AppError('device/lost', `The GPU reports: ${message}`, 'Reload the page.')),
    })
    this.backend = ready
    this.post({ type: 'device', device: await ready, sets })
  }

  private async loadModel({ source }: Command<'load-model'>): Promise<void> {
    const opened = await loadModel(source, {
      onProgress: (loaded, total) => this.post({ type: 'model-progress', loaded, total }),
      ready: this.backend,
    })
    await this.reset()
    if (this.opened) disposeParameters(this.opened.model.parameters)
    this.opened = opened
    // What cannot be compiled ahead is compiled, and reported, when it is run.
    this.warm = warmUp(opened.model.decoder, opened.model.parameters).catch(() => {})
    this.post({ type: 'model', model: opened.report })
    await this.measureFit()
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
    const data = await loadData(sources, { onProgress, signal: loading.signal })
    if (loading.signal.aborted) return
    this.data = data
    this.post({ type: 'data', report: data.report })
    await this.measureFit()
  }

  private async measureFit(): Promise<void> {
    const generation = ++this.generation
    const { opened } = this
    const tokenized = await this.tokenize(this.limits)
    const isStale = () => generation !== this.generation
    if (!opened || !tokenized || isStale()) return
    this.post({ type: 'fit', fit: fitReport(tokenized) })
    // Play may have waited for this: a run's first step goes before a figure that only warns.
    do await new Promise((resolve) => setTimeout(resolve, UNHURRIED))
    while (this.isStarting && !isStale())
    await this.warm
    if (isStale()) return
    const foreignness = await measureForeignness(opened.model, tokenized)
    if (!isStale()) this.post({ type: 'fit', fit: fitReport(tokenized, foreignness) })
  }

  /** The loaded pairs for the loaded model. A run takes what the fit was measured on; null once either was replaced. */
  private tokenize(limits: LengthLimits): Promise<TokenizedPairs | null> {
    const { opened, data, known } = this
    if (!opened || !data) return Promise.resolve(null)
    const { maxLength, maxPromptLength } = limits
    const isSame = known?.opened === opened && known.data === data
    if (isSame && known.limits.maxLength === maxLength && known.limits.maxPromptLength === maxPromptLength)
      return known.tokenized
    const isStale = () => opened !== this.opened || data !== this.data
    const tokenized = tokenizeInChunks(opened.model, data.pairs, limits, isStale)
    this.known = { opened, data, limits: { maxLength, maxPromptLength }, tokenized }
    return tokenized
  }

  private async start({ config, paused }: Command<'start'>): Promise<void> {
    const { opened, data } = this
    if (!opened) throw new AppError('run/not-ready', 'No model is loaded.', 'Choose a model first.')
    if (!data) throw new AppError('run/not-ready', 'No pairs are loaded.', 'Choose data first.')
    await this.reset()
    this.isStarting = true
    this.post({ type: 'run-state', state: 'preparing', totalSteps: 0 })
    const training = await this.prepare(opened, data, config).catch((error: unknown) => {
      this.isStarting = false
      this.post({ type: 'run-state', state: 'idle', totalSteps: 0 })
      throw error
    })
    const { totalSteps } = training
    this.loop = new RunLoop(training, {
      onEvents: (events) => {
        if (events.some((event) => event.type === 'step' || event.type === 'finished')) this.isStarting = false
        this.post({ type: 'train', events })
      },
      onState: (state) => this.post({ type: 'run-state', state, totalSteps }),
      onError: (error) => this.post({ type: 'error', during: 'start', error: toReport(error) }),
    })
    if (paused) this.post({ type: 'run-state', state: 'paused', totalSteps })
    else this.loop.resume()
  }

  private async prepare({ model }: OpenedModel, { judge }: OpenedData, given: RunConfig): Promise<Training> {
    const config = parseRunConfig(given)
    await this.warm
    const tokenized = await this.tokenize(config.data)
    if (!tokenized) throw new AppError('run/not-ready', 'Model or data changed meanwhile.', 'Press Play again.')
    return prepareRun({ model, tokenized, config, judge, memoryBytes })
  }

  /** Back to the base model. */
  private async reset(): Promise<void> {
    const { loop } = this
    if (!loop) return
    this.isStarting = false
    this.loop = null
    await loop.abandon()
    loop.training.dispose()
    this.post({ type: 'run-state', state: 'idle', totalSteps: 0 })
  }

  private async sample({ id, prompt, generation, seed }: Command<'sample'>): Promise<void> {
    const { opened, data, loop } = this
    if (!opened) throw new AppError('run/not-ready', 'No model is loaded.', 'Choose a model first.')
    const { decoder, parameters, tokenizer, chat } = opened.model
    if (!tokenizer)
      throw new AppError(
        'model/no-tokenizer',
        'This model has no tokenizer.json.',
        'Add it to the folder to write text.',
      )
    const prompts = [{ text: prompt, ids: encodePrompt(prompt, tokenizer, chat) }]
    const input = { decoder, tokenizer, generation, seed, judge: data?.judge ?? null }
    const base = await drawSamples(parameters, prompts, input)
    // Training goes on meanwhile and frees what it replaces: the sample holds on to the policy of this moment.
    const policy = loop && cloneParameters(loop.training.policy)
    const drawn = policy && (await drawSamples(policy, prompts, input))
    if (policy) disposeParameters(policy)
    const plain = ({ text, tokens, ended, score }: Sample): Sample => ({ text, tokens, ended, score })
    this.post({ type: 'sampled', id, prompt, base: plain(base[0]!), policy: drawn && plain(drawn[0]!) })
  }

  private async saveModel({ id }: Command<'save-model'>): Promise<void> {
    const { opened, loop } = this
    if (!opened || !loop) throw new AppError('run/not-ready', 'There is no trained model yet.', 'Press Play first.')
    const policy = cloneParameters(loop.training.policy)
    const files = await saveModelFolder(opened.model.decoder, policy, 'F32', opened.hfConfig)
    disposeParameters(policy)
    // Weights do not pack: level 0 only bundles them.
    const zip = zipSync({ ...files, ...Object.fromEntries(opened.texts) }, { level: 0 })
    this.post({ type: 'saved', id, name: `${opened.report.name}-tuned.zip`, zip }, [zip.buffer])
  }

  private fail(error: AppError): void {
    this.post({ type: 'error', during: 'open', error: toReport(error) })
  }
}
