import { describe, expect, it } from 'vitest'
import { parseEndpoint, parseRepository, repositoryLabel, shortName } from './hub-name'

const parse = (text: string) => parseRepository(text, 'model')

describe('parseRepository', () => {
  it('reads a name, with a revision or without, and names without an owner', () => {
    expect(parse(' Qwen/Qwen3-0.6B ')).toEqual({ kind: 'model', name: 'Qwen/Qwen3-0.6B' })
    expect(parse('a/b@refs/pr/3')).toEqual({ kind: 'model', name: 'a/b', revision: 'refs/pr/3' })
    expect(parse('gpt2')).toEqual({ kind: 'model', name: 'gpt2' })
  })

  it('reads the address of a page', () => {
    expect(parse('https://huggingface.co/Qwen/Qwen3-0.6B')).toMatchObject({ name: 'Qwen/Qwen3-0.6B' })
    expect(parse('https://huggingface.co/Qwen/Qwen3-0.6B/tree/main')).toMatchObject({ revision: 'main' })
    expect(parseRepository('https://huggingface.co/datasets/a/b', 'dataset')).toEqual({ kind: 'dataset', name: 'a/b' })
  })

  it('refuses what is no name', () => {
    for (const text of ['', 'a/b/c', '../etc', 'a b', 'a/', '/b', 'a/b@']) expect(parse(text), text).toBeNull()
  })

  it('writes what it reads', () => {
    expect(repositoryLabel(parse('a/b@v1')!)).toBe('a/b@v1')
    expect(shortName('a/b@v1')).toBe('b@v1')
    expect(shortName(`a/b@${'0123456789abcdef'.repeat(2)}01234567`)).toBe('b@0123456')
  })
})

describe('parseEndpoint', () => {
  it('takes an address of a server, without its last slash', () => {
    expect(parseEndpoint('http://127.0.0.1:8000/')).toBe('http://127.0.0.1:8000')
    expect(parseEndpoint('https://mirror.school/hub/')).toBe('https://mirror.school/hub')
  })

  it('refuses what is none', () => {
    for (const text of ['', 'huggingface.co', 'ftp://a.b', 'javascript:alert(1)', 'https://me:pw@a.b', 'https://a.b?x'])
      expect(parseEndpoint(text), text).toBeNull()
  })
})
