/** @file Tensors as a model file holds them, and as plain single-precision numbers. */
import { fromBF16, fromF16, toBF16, toF16 } from './float16'
import { turned } from './turned'

/** The types whose numbers can be used; by their names in safetensors. */
export type FileDtype = 'F64' | 'F32' | 'F16' | 'BF16'
/** Those that are written. */
export type WrittenDtype = Exclude<FileDtype, 'F64'>

export const BYTES_OF: Readonly<Record<FileDtype, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2 }

/** A tensor in single precision, in this computer's memory. Row-major. */
export interface HostTensor {
  shape: number[]
  values: Float32Array
}

/** The numbers of a tensor in a file, row by row. */
export interface StoredNumbers {
  dtype: FileDtype
  /** In 32 bits. */
  floats(): Float32Array
  /** The 16 bits of each, where the file has 16. */
  halves(): Uint16Array
}

/** A tensor with the file's own numbers: those of 16 bits are still in 16 bits. Row-major. */
export class StoredTensor implements StoredNumbers {
  constructor(
    readonly dtype: FileDtype,
    readonly shape: number[],
    /** Little-endian. */
    readonly bytes: Uint8Array<ArrayBuffer>,
  ) {}

  equals({ dtype, bytes }: StoredTensor): boolean {
    return (
      dtype === this.dtype && bytes.length === this.bytes.length && bytes.every((byte, i) => byte === this.bytes[i])
    )
  }

  /** In single precision; of F32 a view where that can be. */
  floats(): Float32Array {
    if (this.dtype === 'BF16') return fromBF16(this.halves())
    if (this.dtype === 'F16') return fromF16(this.halves())
    const { buffer, byteOffset, length } = this.aligned()
    if (this.dtype === 'F32') return new Float32Array(buffer, byteOffset, length / 4)
    return Float32Array.from(new Float64Array(buffer, byteOffset, length / 8))
  }

  /** The bits of F16 and BF16, as a view where that can be. */
  halves(): Uint16Array {
    if (BYTES_OF[this.dtype] !== 2) throw new Error(`${this.dtype} has not 16 bits`)
    const { buffer, byteOffset, length } = this.aligned()
    return new Uint16Array(buffer, byteOffset, length / 2)
  }

  /** Whether it has a number that is none, or infinite: nothing could be computed with it. */
  hasNonFinite(): boolean {
    if (BYTES_OF[this.dtype] === 2) {
      const exponent = this.dtype === 'F16' ? 0x7c00 : 0x7f80
      return this.halves().some((half) => (half & exponent) === exponent)
    }
    return this.floats().some((value) => !Number.isFinite(value))
  }

  /** Views of numbers begin at multiples of their size. */
  private aligned(): Uint8Array<ArrayBuffer> {
    return this.bytes.byteOffset % BYTES_OF[this.dtype] === 0 ? this.bytes : this.bytes.slice()
  }
}

export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** Single precision as the bytes of a file; F32 is not copied. */
export function toBytes(values: Float32Array, dtype: WrittenDtype): Uint8Array {
  const data = dtype === 'F32' ? values : dtype === 'F16' ? toF16(values) : toBF16(values)
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

/** Rows become columns: [rows, columns] to [columns, rows]. */
export function transposed({ shape, values }: HostTensor): HostTensor {
  const [rows, columns] = shape as [number, number]
  return { shape: [columns, rows], values: turned(values, rows, columns) }
}
