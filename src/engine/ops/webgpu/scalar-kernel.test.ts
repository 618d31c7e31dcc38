import { describe, expect, it } from 'vitest'
import type { Formula } from '../scalars'
import { scalarKernel } from './scalar-kernel'

const line = (slope: number): Formula<'x' | 'y', 'shift', 'sum' | 'sign'> => ({
  name: 'line',
  inputs: ['x', 'y'],
  params: ['shift'],
  outputs: [['sum', 'sign']],
  evaluate: (m, { x, y }, { shift }) => ({
    sum: m.add(m.mul(x, slope), m.sub(y, shift)),
    sign: m.ifGreater(x, 0, 1, m.neg(1e-7)),
  }),
})

const kernelOf = (slope: number, columns: number[]) => scalarKernel(line(slope) as unknown as Formula, columns)

describe('scalarKernel', () => {
  it('writes each operation as a line, constants as float32', () => {
    const { code, reads, writes, params } = kernelOf(-0.1, [2])
    expect(reads).toEqual(['read0: array<u32>'])
    expect(writes).toEqual(['write0: array<u32>'])
    expect(params).toEqual(['n: u32', 'in_shift: f32'])
    const body = code.slice(code.indexOf('  let bits_x'), -2).split('\n')
    expect(body.map((text) => text.trim())).toEqual([
      'let bits_x = read0[i];',
      'let in_x = bitcast<f32>(bits_x);',
      'let bits_y = read0[n + i];',
      'let in_y = bitcast<f32>(bits_y);',
      'let t0 = in_x * (-0.10000000149011612f);',
      'let t1 = in_y - params.in_shift;',
      'let t2 = t0 + t1;',
      'let t3 = -1.0000000116860974e-7f;',
      'let t4 = select(t3, 1f, in_x > 0f);',
      'let nan = broken(bits_x) | broken(bits_y);',
      'write0[i] = select(bitcast<u32>(t2), nan | 0x7fc00000u, nan != 0u);',
      'write0[n + i] = select(bitcast<u32>(t4), nan | 0x7fc00000u, nan != 0u);',
    ])
  })

  it('has one key for the same code, another for another', () => {
    const { key } = kernelOf(2, [2])
    expect(kernelOf(2, [2]).key).toBe(key)
    expect(kernelOf(3, [2]).key).not.toBe(key)
    expect(kernelOf(2, [1, 1]).key).not.toBe(key)
  })

  it('refuses a constant that float32 cannot hold', () => {
    expect(() => kernelOf(Number.NaN, [2])).toThrow(/NaN is no constant/)
    expect(() => kernelOf(1e39, [2])).toThrow(/no constant/)
  })
})
