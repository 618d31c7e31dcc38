/** @file What a kernel of ours is: WGSL, its bindings, and a name; each text is written once. */

export interface Kernel {
  /** Names the pipeline: differs wherever the code does. */
  readonly key: string
  /** Read-only storage, in order of binding: 'x: array<f32>'. */
  readonly reads: readonly string[]
  /** Written (or changed) storage, after the reads. */
  readonly writes: readonly string[]
  /** Numbers of the call, read as `params.n`: 'n: u32', 'eps: f32'. */
  readonly params: readonly string[]
  /** Params change from call to call (a learning rate): not worth keeping. */
  readonly volatile?: boolean
  /** `enable` directives. */
  readonly enables?: readonly string[]
  /** The module without its bindings; entry point `main`. */
  readonly code: string
}

const kernels = new Map<string, Kernel>()

/** The kernel of that key, whose text is written only once. */
export function kernelFor(key: string, build: () => Omit<Kernel, 'key'>): Kernel {
  let kernel = kernels.get(key)
  if (!kernel) {
    kernel = { key, ...build() }
    kernels.set(key, kernel)
  }
  return kernel
}
