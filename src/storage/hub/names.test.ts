import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../protocol/errors'
import { formatRepositoryName, isRepositoryName, parseRepositoryName } from './names'

const model = (name: string, revision?: string) => ({ kind: 'model', name, ...(revision && { revision }) })
const dataset = (name: string, revision?: string) => ({ ...model(name, revision), kind: 'dataset' })

describe('what names a repository', () => {
  it.each([
    ['HuggingFaceTB/SmolLM2-135M', model('HuggingFaceTB/SmolLM2-135M')],
    ['  gpt2 ', model('gpt2')],
    ['Qwen/Qwen2.5-0.5B@main', model('Qwen/Qwen2.5-0.5B', 'main')],
    ['gpt2@refs/pr/3', model('gpt2', 'refs/pr/3')],
    ['datasets/trl-lib/ultrafeedback_binarized', dataset('trl-lib/ultrafeedback_binarized')],
    ['hf://datasets/a/b@v1.0', dataset('a/b', 'v1.0')],
    ['https://huggingface.co/Qwen/Qwen3-0.6B', model('Qwen/Qwen3-0.6B')],
    ['https://huggingface.co/Qwen/Qwen3-0.6B/', model('Qwen/Qwen3-0.6B')],
    ['https://huggingface.co/Qwen/Qwen3-0.6B?library=transformers#usage', model('Qwen/Qwen3-0.6B')],
    ['huggingface.co/Qwen/Qwen3-0.6B/discussions', model('Qwen/Qwen3-0.6B')],
    ['hf.co/gpt2', model('gpt2')],
    ['https://huggingface.co/gpt2/tree/main', model('gpt2', 'main')],
    ['https://huggingface.co/a/b/tree/refs%2Fpr%2F1/onnx', model('a/b', 'refs/pr/1')],
    ['https://huggingface.co/a/b/tree/refs/pr/12', model('a/b', 'refs/pr/12')],
    ['https://huggingface.co/a/b/resolve/v2/model.safetensors?download=true', model('a/b', 'v2')],
    ['https://huggingface.co/datasets/a/b/blob/main/data/train.parquet', dataset('a/b', 'main')],
    ['https://huggingface.co/datasets/imdb', dataset('imdb')],
    ['https://huggingface.co/api/datasets/a/b/revision/main', dataset('a/b', 'main')],
    ['https://huggingface.co/api/models/a/b', model('a/b')],
  ])('%s', (text, expected) => {
    expect(parseRepositoryName(text)).toEqual(expected)
  })

  it('takes a bare name for what the caller asks for', () => {
    expect(parseRepositoryName('a/b', { kind: 'dataset' })).toEqual(dataset('a/b'))
    expect(parseRepositoryName('https://huggingface.co/a/b', { kind: 'dataset' })).toEqual(model('a/b'))
  })

  it('takes addresses of the mirror that is set, also one in a folder, and of no other server', () => {
    const endpoint = 'https://school.example/hub'
    expect(parseRepositoryName('https://school.example/hub/a/b/tree/main', { endpoint })).toEqual(model('a/b', 'main'))
    expect(parseRepositoryName('https://huggingface.co/a/b', { endpoint })).toEqual(model('a/b'))
    expect(() => parseRepositoryName('https://school.example/a/b')).toThrow(/school\.example is not the Hub/)
  })

  it.each([
    '',
    '   ',
    '/',
    'a/',
    '/b',
    'a/b/c',
    'a b/c',
    '../../etc',
    'a/..',
    'a--b/c',
    '-a/b',
    'a/b.',
    'a/b.git',
    'ä/b',
    'a/b@',
    'a/b@one two',
    'a/b@../x',
    'a/b@x:y',
    `${'x'.repeat(97)}/b`,
    'https://huggingface.co/',
    'https://huggingface.co/spaces/a/b',
    'https://huggingface.co/%E0%A4%A',
    'https://',
    'spaces/a/b',
  ])('refuses "%s"', (text) => {
    const attempt = () => parseRepositoryName(text)
    expect(attempt).toThrow(AppError)
    expect(attempt).toThrow(expect.objectContaining({ code: 'hub/bad-name' }))
  })

  it('never throws anything else, and gives names that are safe in a path', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: 'grapheme' })), (text) => {
        try {
          const { name } = parseRepositoryName(text)
          expect(isRepositoryName(name)).toBe(true)
          expect(name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ code: 'hub/bad-name' })
        }
      }),
    )
  })

  it('writes what it reads', () => {
    for (const text of ['a/b', 'gpt2', 'a/b@v1']) expect(formatRepositoryName(parseRepositoryName(text))).toBe(text)
    expect(formatRepositoryName({ kind: 'model', name: 'a/b', revision: 'main' })).toBe('a/b')
  })
})
