/** @file The model that is loaded, an adapter on it, and how both come and go: one takes the other's place when it is whole. */
import { openAdapter } from '../engine/checkpoint/adapter'
import { refuseTooLarge } from '../engine/checkpoint/admit-model'
import { disposeParameters } from '../engine/model/parameters'
import type { MemoryLimits } from '../engine/training/memory-estimate'
import { judgePlan } from '../engine/training/plan-memory'
import { warmUp } from '../engine/training/warm-up'
import { AppError, toReport } from '../protocol/errors'
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import { Hub } from './hub'
import { loadModel, type OpenedModel } from './load-model'
import { filesFolder } from './open-folder'

type Command<Type extends WorkerCommand['type']> = Extract<WorkerCommand, { type: Type }>

const CANCELLED = new AppError(
  'hub/cancelled',
  'Loading was cancelled.',
  'Load it again: what has arrived is kept, and it goes on from there.',
)

export class ModelShelf {
  readonly hub = new Hub((name, notice) => this.post({ type: 'hub-notice', name, notice }))
  opened: OpenedModel | null = null
  /** Until the model's kernels are compiled. */
  warm: Promise<void> | null = null
  private loading: AbortController | null = null

  constructor(
    private readonly post: (event: WorkerEvent) => void,
    /** Ends the run that still computes with what is about to go. */
    private readonly endRun: () => Promise<void>,
  ) {}

  /** @throws hub/cancelled, too, when another was asked for meanwhile: then the former model stays. */
  async load(
    { source, baseWeights }: Command<'load-model'>,
    ready: Promise<unknown> | null,
    limits: () => MemoryLimits | null,
  ): Promise<void> {
    this.loading?.abort(CANCELLED)
    const loading = new AbortController()
    this.loading = loading
    const opened = await loadModel(source, {
      hub: this.hub,
      signal: loading.signal,
      baseWeights,
      onProgress: (loaded, total, file, state) => this.post({ type: 'model-progress', loaded, total, file, state }),
      ready,
      admit: (plan) => {
        const known = limits()
        if (known) refuseTooLarge(plan, known)
        const { parameters, fileBytes } = plan
        this.post({ type: 'model-plan', parameters, fileBytes, memory: known && judgePlan(plan, known) })
      },
    })
    await this.endRun()
    if (loading.signal.aborted) {
      disposeParameters(opened.model.parameters)
      throw CANCELLED
    }
    this.forget()
    this.opened = opened
    // What cannot be compiled ahead is compiled, and reported, when it is run.
    this.warm = warmUp(opened.model).catch(() => {})
    this.post({ type: 'model', model: opened.report })
    if (source.kind === 'hub') {
      await this.hub.dropMemory()
      // The model is there, whatever becomes of this.
      const onError = (error: unknown) => this.post({ type: 'error', during: 'list-storage', error: toReport(error) })
      await this.tellStorage().catch(onError)
    }
  }

  cancel(): void {
    this.loading?.abort(CANCELLED)
  }

  async loadAdapter({ name, files }: Command<'load-adapter'>): Promise<void> {
    const { opened } = this
    if (!opened) throw new AppError('run/not-ready', 'No model is loaded.', 'Choose the model of the adapter first.')
    const adapter = await openAdapter(filesFolder(files), opened.model.decoder.config)
    await this.endRun()
    if (opened !== this.opened) {
      disposeParameters(adapter.tensors)
      throw new AppError('run/not-ready', 'The model was replaced meanwhile.', 'Load the adapter again.')
    }
    if (opened.model.adapter) disposeParameters(opened.model.adapter.tensors)
    opened.model.adapter = adapter
    const { rank, alpha, rsLora, targets } = adapter.spec
    const parameters = [...adapter.tensors.values()].reduce((sum, { size }) => sum + size, 0)
    this.post({ type: 'adapter', adapter: { name, rank, alpha, rsLora, targets: targets ?? [], parameters } })
  }

  async removeAdapter(): Promise<void> {
    const adapter = this.opened?.model.adapter
    if (!this.opened || !adapter) return
    await this.endRun()
    // Another has taken its place meanwhile, or the model's.
    if (this.opened.model.adapter !== adapter) return
    disposeParameters(adapter.tensors)
    this.opened.model.adapter = null
    this.post({ type: 'adapter', adapter: null })
  }

  async tellStorage(): Promise<void> {
    this.post({ type: 'storage', storage: await this.hub.report() })
  }

  async deleteCached(place: Command<'delete-cached'>): Promise<void> {
    await this.hub.delete(place)
    await this.tellStorage()
  }

  private forget(): void {
    if (!this.opened) return
    const { parameters, adapter } = this.opened.model
    disposeParameters(parameters)
    if (!adapter) return
    disposeParameters(adapter.tensors)
    this.post({ type: 'adapter', adapter: null })
  }
}
