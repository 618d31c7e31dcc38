import { describe, expect, it } from 'vitest'
import { type Chosen, type ChosenFile, sortFiles } from './chosen-files'

const files = (...paths: string[]): ChosenFile[] =>
  paths.map((path) => ({ path, file: new File([], path.slice(path.lastIndexOf('/') + 1)) }))

const sort = (...paths: string[]) => sortFiles(files(...paths))
const names = (chosen: Chosen) => ('files' in chosen ? chosen.files.map((file) => file.name) : [])

describe('sortFiles', () => {
  it('takes a folder with a config and weights for a model, whole or in shards', () => {
    const whole = sort('smol/config.json', 'smol/model.safetensors', 'smol/tokenizer.json')
    expect(whole).toMatchObject({ kind: 'model', source: { kind: 'files', name: 'smol' } })
    const shards = sort('m/config.json', 'm/model.safetensors.index.json', 'm/model-00001-of-00002.safetensors')
    expect(shards.kind).toBe('model')
    expect(sort('config.json', 'model.safetensors')).toMatchObject({ source: { name: 'own model' } })
  })

  it('takes the uppermost model of a folder that holds others deeper down', () => {
    const chosen = sort('m/old/config.json', 'm/old/model.safetensors', 'm/config.json', 'm/model.safetensors')
    expect(chosen.kind === 'model' && chosen.source.kind === 'files' && chosen.source.files).toHaveLength(2)
    expect(chosen).toMatchObject({ source: { name: 'm' } })
  })

  it('takes an adapter for an adapter, though it has weights as a model does', () => {
    const chosen = sort('run/adapter/adapter_config.json', 'run/adapter/adapter_model.safetensors', 'run/README.md')
    expect(chosen).toMatchObject({ kind: 'adapter', name: 'adapter' })
    expect(names(chosen)).toEqual(['adapter_config.json', 'adapter_model.safetensors'])
  })

  it('says what is missing', () => {
    expect(sort('m/config.json', 'm/pytorch_model.bin')).toMatchObject({
      during: 'load-model',
      error: { code: 'model/missing-file', message: expect.stringContaining('model.safetensors') },
    })
    expect(sort('model.safetensors')).toMatchObject({ error: { message: expect.stringContaining('config.json') } })
    expect(sort('adapter_config.json')).toMatchObject({ during: 'load-adapter' })
    expect(sort('photos/a.png')).toMatchObject({ during: 'load-data' })
  })

  it('takes all else for data: of a folder what can hold rows, by itself whatever it is', () => {
    expect(names(sort('set/train.jsonl', 'set/README.md', 'set/data/test.parquet'))).toEqual([
      'train.jsonl',
      'test.parquet',
    ])
    expect(names(sort('pairs.txt'))).toEqual(['pairs.txt'])
  })
})
