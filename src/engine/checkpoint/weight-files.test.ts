import { expect, test } from 'vitest'
import { freshFolder, json, LLAMA } from '../../../tests/support/model-folders'
import { tensorsOf } from '../../../tests/support/safetensors-files'
import { folderOf } from './folder-of'
import { writeSafetensors } from './safetensors'
import { openWeightFiles } from './weight-files'

const ONE = 'model-00001-of-00002.safetensors'
const TWO = 'model-00002-of-00002.safetensors'
const INDEX = 'model.safetensors.index.json'

const tensors = [...(await tensorsOf(freshFolder(LLAMA)['model.safetensors']))]
const shard = (part: typeof tensors) => writeSafetensors(new Map(part), 'F32')
const [firstHalf, secondHalf] = [tensors.slice(0, 5), tensors.slice(5)]
const [first, later] = [tensors[0]![0], tensors[5]![0]]
const weightMap: Record<string, unknown> = Object.fromEntries(tensors.map(([name], i) => [name, i < 5 ? ONE : TWO]))
const index = (map: unknown) => json({ metadata: { total_size: 1 }, weight_map: map })
const sound = { [INDEX]: index(weightMap), [ONE]: shard(firstHalf), [TWO]: shard(secondHalf) }

const open = (files: Record<string, Uint8Array | undefined>) => openWeightFiles(folderOf((name) => files[name]))

test('every tensor is found in the shard that the index names', async () => {
  const files = await open(sound)
  expect([...files].map(([name, { name: file }]) => [name, file])).toEqual(Object.entries(weightMap))
  const stored = await files.get(later)!.tensors.read(later)
  expect(stored.floats()).toEqual(tensors[5]![1].values)
})

test("a shard may hold tensors that the index does not name: they are not the model's", async () => {
  const { [first]: _, ...rest } = weightMap
  expect((await open({ ...sound, [INDEX]: index(rest) })).has(first)).toBe(false)
})

test('one whole file comes before an index', async () => {
  const files = await open({ ...sound, 'model.safetensors': shard(tensors) })
  expect(new Set([...files.values()].map(({ name }) => name))).toEqual(new Set(['model.safetensors']))
})

test.each([
  ['a missing shard', { [TWO]: undefined }, 'model/missing-file', /has no model-00002-of-00002/],
  ['a broken shard, by its name', { [TWO]: sound[TWO].slice(0, 40) }, 'model/broken-weights', /^model-00002-of-00002/],
  ['an index that is no JSON', { [INDEX]: new Uint8Array(4) }, 'model/broken-weights', /index\.json is not JSON/],
  ['no weight_map', { [INDEX]: json({}) }, 'model/broken-weights', /weight_map is missing/],
  ['an empty weight_map', { [INDEX]: index({}) }, 'model/broken-weights', /weight_map is empty/],
  ['a weight_map in a list', { [INDEX]: index([ONE]) }, 'model/broken-weights', /weight_map is \[/],
  ['a file that is no text', { [INDEX]: index({ x: 1 }) }, 'model/broken-weights', /the file of x is 1/],
  ...[
    '../x.safetensors',
    '/etc/x.safetensors',
    'a/b.safetensors',
    '..\\x.safetensors',
    'x.bin',
    'https://h/x.safetensors',
  ].map(
    (name) =>
      [`a shard called ${name}`, { [INDEX]: index({ x: name }) }, 'model/broken-weights', /no name of a safe/] as const,
  ),
  ['a tensor in two shards', { [TWO]: shard(tensors.slice(4)) }, 'model/broken-weights', /both hold tensor/],
  [
    'a tensor in another shard than the index says',
    { [INDEX]: index({ ...weightMap, [first]: TWO }) },
    'model/broken-weights',
    new RegExp(`${TWO} should hold tensor ${first}`),
  ],
  ['a tensor in no shard', { [INDEX]: index({ ...weightMap, x: TWO }) }, 'model/broken-weights', /hold tensor x, but/],
] as const)('refuses %s', async (_, changes, code, message) => {
  await expect(open({ ...sound, ...changes })).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})
