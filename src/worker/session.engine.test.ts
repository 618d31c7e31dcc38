/** @file What becomes of a command when another comes before it is done: nothing computes with what is gone. */
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { goldenExpectations, goldenFile, loadGoldenModel } from '../../tests/support/golden-models'
import { adapterToWrite } from '../engine/checkpoint/adapter'
import { writePeftAdapter } from '../engine/checkpoint/peft-write'
import { initAdapter } from '../engine/model/lora'
import { disposeParameters } from '../engine/model/parameters'
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import { runConfig } from '../protocol/run-config'
import type { HubFolder } from '../storage/hub/repository'
import { Hub } from './hub'
import { filesFolder } from './open-folder'
import { Session } from './session'

const NAME = 'rand-llama-gqa-tied'
const CONFIG = runConfig.parse({
  tuning: { method: 'lora', rank: 4 },
  data: { heldOutShare: 0 },
  training: { batchSize: 1, maxSteps: 2 },
})

let events: WorkerEvent[]
let session: Session
/** What the page does at once. */
let onEvent: (event: WorkerEvent) => void

const modelFiles = () =>
  Promise.all(
    ['config.json', 'model.safetensors'].map(
      async (name) => new File([(await goldenFile(NAME, name))! as BlobPart], name),
    ),
  )

const loadModel = async () =>
  session.handle({ type: 'load-model', source: { kind: 'files', name: 'golden', files: await modelFiles() } })

async function pairsFile(): Promise<File> {
  const { pairs } = await goldenExpectations(NAME)
  const lines = pairs.map(({ prompt, chosen, rejected }) =>
    JSON.stringify({ prompt_input_ids: prompt, chosen_input_ids: chosen, rejected_input_ids: rejected }),
  )
  return new File([lines.join('\n')], 'pairs.jsonl')
}

async function adapterFiles(): Promise<File[]> {
  const { decoder, params } = await loadGoldenModel(NAME)
  const tensors = initAdapter(decoder.config, CONFIG.tuning, 1)
  const adapter = await adapterToWrite(tensors, decoder.config, CONFIG.tuning, { baseModel: NAME })
  for (const map of [params, tensors]) disposeParameters(map)
  const files = Object.entries(writePeftAdapter(decoder.config, adapter))
  return files.map(([name, bytes]) => new File([bytes], name))
}

const ofType = <Type extends WorkerEvent['type']>(type: Type) =>
  events.filter((event): event is Extract<WorkerEvent, { type: Type }> => event.type === type)
const failures = () => ofType('error').map(({ during, error: { code } }) => `${during} ${code}`)
const runStates = () => ofType('run-state').map(({ state }) => state)
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 200))

afterEach(() => vi.restoreAllMocks())

beforeEach(async () => {
  // What the session of the test before still says is not of this one.
  const own: WorkerEvent[] = []
  events = own
  onEvent = () => {}
  session = new Session((event) => {
    own.push(event)
    if (events === own) onEvent(event)
  })
  await session.handle({ type: 'open', backend: 'wasm' })
  await loadModel()
  void session.handle({ type: 'load-data', sources: [{ kind: 'file', file: await pairsFile() }] })
  await expect.poll(() => ofType('fit').length).toBeGreaterThan(0)
})

test('a run that is stopped while it is being prepared never begins, and leaves nothing behind', async () => {
  const tensors = tf.memory().numTensors
  onEvent = (event) => {
    if (event.type === 'run-state' && event.state === 'preparing') void session.handle({ type: 'stop' })
  }
  await session.handle({ type: 'start', config: CONFIG })
  await aWhile()
  expect(runStates()).toEqual(['preparing', 'idle'])
  expect(ofType('train')).toEqual([])
  expect(failures()).toEqual([])
  expect(tf.memory().numTensors).toBe(tensors)
})

test('of two runs that are asked for at once the second takes place alone', async () => {
  const starting = [1, 2].map((seed) => session.handle({ type: 'start', config: { ...CONFIG, seed } }))
  await Promise.all(starting)
  await expect.poll(() => runStates().at(-1)).toBe('finished')
  await aWhile()
  const told = ofType('train').flatMap((message) => message.events.map(({ type }) => type))
  expect(told.filter((type) => type === 'finished')).toHaveLength(1)
  expect(told.filter((type) => type === 'step')).toHaveLength(2)
})

test('an adapter for a model that was replaced while it was read is refused', async () => {
  let open = () => {}
  const replaced = new Promise<void>((resolve) => {
    open = resolve
  })
  const slowly = (await adapterFiles()).map((file) =>
    Object.assign(file, {
      slice: (from?: number, to?: number) => ({
        arrayBuffer: async () => {
          await replaced
          return Blob.prototype.slice.call(file, from, to).arrayBuffer()
        },
      }),
    }),
  )
  const tensors = tf.memory().numTensors
  const loading = session.handle({ type: 'load-adapter', name: 'slow', files: slowly })
  // Its answer comes before the texts are measured on it.
  void loadModel()
  await expect.poll(() => ofType('model').length).toBe(2)
  open()
  await loading
  expect(failures()).toEqual(['load-adapter run/not-ready'])
  expect(ofType('adapter')).toEqual([])
  expect(tf.memory().numTensors).toBe(tensors)
})

const LOAD_FROM_HUB: WorkerCommand = {
  type: 'load-model',
  source: { kind: 'hub', name: 'some/model', repository: { kind: 'model', name: 'some/model' } },
}

async function mockHub(report: Hub['report']): Promise<void> {
  const folder = filesFolder(await modelFiles()) as HubFolder
  vi.spyOn(Hub.prototype, 'open').mockResolvedValue(Object.assign(folder, { commit: 'c0ffee', files: [] }))
  vi.spyOn(Hub.prototype, 'lookForRoom').mockResolvedValue()
  vi.spyOn(Hub.prototype, 'report').mockImplementation(report)
}

test('a storage that cannot be listed does not make a loaded model a failure', async () => {
  await mockHub(() => Promise.reject(new Error('no such folder')))
  void session.handle(LOAD_FROM_HUB)
  await expect.poll(() => ofType('fit').length).toBe(2)
  expect(failures()).toEqual(['list-storage internal'])
})

test('a figure about a model that was replaced meanwhile is dropped, not reckoned with what is gone', async () => {
  // The new model is there, and what comes after it is on its way.
  await mockHub(() => new Promise(() => {}))
  void session.handle(LOAD_FROM_HUB)
  await expect.poll(() => ofType('model').length).toBe(2)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(failures()).toEqual([])
  expect(ofType('fit')).toHaveLength(1)
})
