/**
 * @file A decoder that shares no code with the engine: plain loops in double precision over a model folder's own names
 * and layouts, for GPT-2, Llama, Qwen2, Qwen3 and Mistral. Slow; for tests.
 *
 * Written from Radford et al. 2019 and Vaswani et al. 2017 (GPT-2), Touvron et al. 2023 (Llama: pre-norm, SwiGLU, rotary
 * positions), Jiang et al. 2023 (Mistral: token i sees j where i - j is below the window), and the definitions of
 * transformers where those leave something open: rotary pairs (i, i + D/2), `llama3` scaling by wavelength, Qwen3's norm
 * of each head before its positions.
 */

export interface FileTensor {
  shape: number[]
  values: ArrayLike<number>
}

/** What is read of a config.json; each family has its own part of it. */
interface Json {
  model_type: string
  n_embd: number
  n_head: number
  n_layer: number
  layer_norm_epsilon?: number
  hidden_size: number
  num_hidden_layers: number
  num_attention_heads: number
  num_key_value_heads?: number
  head_dim?: number
  rms_norm_eps: number
  rope_theta: number
  rope_scaling?: {
    rope_type: string
    factor: number
    low_freq_factor: number
    high_freq_factor: number
    original_max_position_embeddings: number
  } | null
  sliding_window?: number | null
  attention_bias?: boolean
  tie_word_embeddings?: boolean
}
type Vector = Float64Array
type Get = (name: string) => FileTensor

export interface Reference {
  /** After each token, [tokens][vocab]. */
  logits: Vector[]
  /** Names of the tensors that were read. */
  used: Set<string>
}

export function referenceDecoder(json: object, tensors: ReadonlyMap<string, FileTensor>, ids: number[]): Reference {
  const config = json as Json
  const used = new Set<string>()
  const get: Get = (name) => {
    const tensor = tensors.get(name)
    if (!tensor) throw new Error(`the reference needs ${name}`)
    used.add(name)
    return tensor
  }
  const logits = config.model_type === 'gpt2' ? gpt2(config, get, ids) : llamaLike(config, get, ids)
  return { logits, used }
}

function gpt2(config: Json, get: Get, ids: number[]): Vector[] {
  const { n_embd: width, n_head: heads, n_layer: layers } = config
  const eps = config.layer_norm_epsilon ?? 1e-5
  const name = (rest: string) => `transformer.${rest}`
  const norm = (x: Vector, at: string) => layerNorm(x, get(name(`${at}.weight`)), get(name(`${at}.bias`)), eps)
  const map = (x: Vector, at: string) => linear(x, get(name(`${at}.weight`)), false, get(name(`${at}.bias`)))
  let hidden = ids.map((id, t) => plus(rowOf(get(name('wte.weight')), id), rowOf(get(name('wpe.weight')), t)))
  for (let i = 0; i < layers; i++) {
    const at = `h.${i}`
    const qkv = hidden.map((x) => map(norm(x, `${at}.ln_1`), `${at}.attn.c_attn`))
    const side = (k: number) => qkv.map((x) => headsOf(x.slice(k * width, (k + 1) * width), heads))
    const mixed = attend(side(0), side(1), side(2))
    hidden = hidden.map((x, t) => plus(x, map(mixed[t]!, `${at}.attn.c_proj`)))
    hidden = hidden.map((x) => {
      const inner = map(norm(x, `${at}.ln_2`), `${at}.mlp.c_fc`).map(geluTanh)
      return plus(x, map(inner, `${at}.mlp.c_proj`))
    })
  }
  return hidden.map((x) => linear(norm(x, 'ln_f'), get(name('wte.weight')), true))
}

function llamaLike(config: Json, get: Get, ids: number[]): Vector[] {
  const { model_type: family, num_attention_heads: heads, rms_norm_eps: eps } = config
  const kvHeads = config.num_key_value_heads ?? heads
  const headDim = config.head_dim ?? config.hidden_size / heads
  const window = family === 'mistral' ? (config.sliding_window ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
  const frequencies = inverseFrequencies(config, headDim)
  const inputBias = family === 'qwen2' || config.attention_bias === true
  const outputBias = family !== 'qwen2' && config.attention_bias === true
  const norm = (x: Vector, name: string) => rmsNorm(x, get(`${name}.weight`), eps)
  const map = (x: Vector, name: string, hasBias = false) =>
    linear(x, get(`${name}.weight`), true, hasBias ? get(`${name}.bias`) : undefined)
  let hidden = ids.map((id) => rowOf(get('model.embed_tokens.weight'), id))
  for (let i = 0; i < config.num_hidden_layers; i++) {
    const at = `model.layers.${i}`
    const attention = `${at}.self_attn`
    const normed = hidden.map((x) => norm(x, `${at}.input_layernorm`))
    const project = (side: string, count: number) =>
      normed.map((x) => headsOf(map(x, `${attention}.${side}_proj`, inputBias), count))
    const place = (byToken: Vector[][], side: string) =>
      byToken.map((all, t) =>
        all.map((head) => {
          const x = family === 'qwen3' ? norm(head, `${attention}.${side}_norm`) : head
          return rotate(x, t, frequencies)
        }),
      )
    const mixed = attend(
      place(project('q', heads), 'q'),
      place(project('k', kvHeads), 'k'),
      project('v', kvHeads),
      window,
    )
    hidden = hidden.map((x, t) => plus(x, map(mixed[t]!, `${attention}.o_proj`, outputBias)))
    hidden = hidden.map((x) => {
      const y = norm(x, `${at}.post_attention_layernorm`)
      const up = map(y, `${at}.mlp.up_proj`)
      const inner = map(y, `${at}.mlp.gate_proj`).map((gate, j) => (gate / (1 + Math.exp(-gate))) * up[j]!)
      return plus(x, map(inner, `${at}.mlp.down_proj`))
    })
  }
  const head = get(config.tie_word_embeddings ? 'model.embed_tokens.weight' : 'lm_head.weight')
  return hidden.map((x) => linear(norm(x, 'model.norm'), head, true))
}

/** Radians per position of each pair; `llama3` compares wavelengths with the context of the first training. */
function inverseFrequencies(config: Json, headDim: number): number[] {
  const frequencies: number[] = []
  for (let i = 0; i < headDim; i += 2) frequencies.push(1 / config.rope_theta ** (i / headDim))
  const scaling = config.rope_scaling
  if (!scaling) return frequencies
  if (scaling.rope_type !== 'llama3') throw new Error(`the reference knows no ${scaling.rope_type}`)
  const { factor, low_freq_factor: low, high_freq_factor: high, original_max_position_embeddings: original } = scaling
  return frequencies.map((frequency) => {
    const wavelength = (2 * Math.PI) / frequency
    if (wavelength < original / high) return frequency
    if (wavelength > original / low) return frequency / factor
    const smooth = (original / wavelength - low) / (high - low)
    return ((1 - smooth) * frequency) / factor + smooth * frequency
  })
}

function rotate(x: Vector, position: number, frequencies: number[]): Vector {
  const half = frequencies.length
  const y = new Float64Array(x.length)
  for (let i = 0; i < half; i++) {
    const angle = position * frequencies[i]!
    y[i] = x[i]! * Math.cos(angle) - x[i + half]! * Math.sin(angle)
    y[i + half] = x[i + half]! * Math.cos(angle) + x[i]! * Math.sin(angle)
  }
  return y
}

/** Each [tokens][heads], vectors of D; the heads' results side by side for each token. */
function attend(q: Vector[][], k: Vector[][], v: Vector[][], window = Number.POSITIVE_INFINITY): Vector[] {
  const heads = q[0]!.length
  const group = heads / k[0]!.length
  const headDim = q[0]![0]!.length
  return q.map((queries, i) => {
    const mixed = new Float64Array(heads * headDim)
    for (let h = 0; h < heads; h++) {
      const shared = Math.floor(h / group)
      const seen: number[] = []
      for (let j = 0; j <= i; j++) if (i - j < window) seen.push(j)
      const scores = seen.map((j) => dot(queries[h]!, k[j]![shared]!) / Math.sqrt(headDim))
      const most = Math.max(...scores)
      const weights = scores.map((score) => Math.exp(score - most))
      const total = weights.reduce((a, b) => a + b, 0)
      seen.forEach((j, s) => {
        for (let d = 0; d < headDim; d++) mixed[h * headDim + d]! += (weights[s]! / total) * v[j]![shared]![d]!
      })
    }
    return mixed
  })
}

/** `turned`: the weight is [out, in], else [in, out]. */
function linear(x: Vector, { shape, values }: FileTensor, turned: boolean, bias?: FileTensor): Vector {
  const [rows, columns] = shape as [number, number]
  const y = new Float64Array(turned ? rows : columns)
  if (x.length !== (turned ? columns : rows)) throw new Error(`[${shape}] does not take ${x.length} numbers`)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) y[turned ? r : c]! += x[turned ? c : r]! * values[r * columns + c]!
  }
  return bias ? plus(y, bias.values) : y
}

function layerNorm(x: Vector, weight: FileTensor, bias: FileTensor, eps: number): Vector {
  const mean = x.reduce((a, b) => a + b, 0) / x.length
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + eps)) * weight.values[i]! + bias.values[i]!)
}

function rmsNorm(x: Vector, weight: FileTensor, eps: number): Vector {
  const square = x.reduce((sum, value) => sum + value ** 2, 0) / x.length
  return x.map((value, i) => (value / Math.sqrt(square + eps)) * weight.values[i]!)
}

const geluTanh = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
const plus = (x: Vector, y: ArrayLike<number>): Vector => x.map((value, i) => value + y[i]!)
const dot = (x: Vector, y: Vector): number => x.reduce((sum, value, i) => sum + value * y[i]!, 0)

function rowOf({ shape, values }: FileTensor, row: number): Vector {
  const width = shape[1]!
  return Float64Array.from({ length: width }, (_, i) => values[row * width + i]!)
}

function headsOf(x: Vector, count: number): Vector[] {
  const size = x.length / count
  return Array.from({ length: count }, (_, h) => x.slice(h * size, (h + 1) * size))
}
