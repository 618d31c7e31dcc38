/** @file The weights of Llama and its relatives: their names in files, their shapes, what a file may hold besides. */
import type { DecoderConfig, DecoderNames, Family, LinearNames, WeightSpec } from '../config'

const PREFIX = 'model.'
const TOKENS = `${PREFIX}embed_tokens`
const FINAL_NORM = `${PREFIX}norm`
const HEAD = 'lm_head'

const weight = (name: string) => `${name}.weight`
const bias = (name: string) => `${name}.bias`
const layer = (i: number) => `${PREFIX}layers.${i}`

const hasInputBias = ({ attentionBias }: DecoderConfig) => attentionBias !== undefined
const hasOutputBias = ({ attentionBias }: DecoderConfig) => attentionBias === 'all'

const linear = (name: string, hasBias = false): LinearNames => ({
  weight: weight(name),
  ...(hasBias && { bias: bias(name) }),
})

function names(config: DecoderConfig): DecoderNames {
  return {
    tokens: weight(TOKENS),
    blocks: Array.from({ length: config.layers }, (_, i) => {
      const at = layer(i)
      const side = (name: string) => linear(`${at}.self_attn.${name}`, hasInputBias(config))
      return {
        attentionNorm: linear(`${at}.input_layernorm`),
        qkv: { q: side('q_proj'), k: side('k_proj'), v: side('v_proj') },
        ...(config.qkNorm && {
          qNorm: linear(`${at}.self_attn.q_norm`),
          kNorm: linear(`${at}.self_attn.k_norm`),
        }),
        attentionOut: linear(`${at}.self_attn.o_proj`, hasOutputBias(config)),
        ffNorm: linear(`${at}.post_attention_layernorm`),
        ffGate: linear(`${at}.mlp.gate_proj`),
        ffUp: linear(`${at}.mlp.up_proj`),
        ffDown: linear(`${at}.mlp.down_proj`),
      }
    }),
    finalNorm: linear(FINAL_NORM),
    head: weight(config.tiedHead ? TOKENS : HEAD),
  }
}

/** Files hold linear maps as [out, in]. */
function weights(config: DecoderConfig): WeightSpec[] {
  const { width, ffWidth, vocab, heads, kvHeads, headDim } = config
  const specs: WeightSpec[] = []
  const add = (name: string, shape: number[], init: WeightSpec['init'], transposed = false) =>
    specs.push({ name, shape, transposed, init })
  const addNorm = (name: string, size = width) => add(weight(name), [size], 'ones')
  const addTable = (name: string) => add(weight(name), [vocab, width], 'normal')
  const addLinear = (
    name: string,
    [from, to]: [number, number],
    { hasBias = false, init = 'normal' }: { hasBias?: boolean; init?: WeightSpec['init'] } = {},
  ) => {
    add(weight(name), [from, to], init, true)
    if (hasBias) add(bias(name), [to], 'zeros')
  }
  addTable(TOKENS)
  for (let i = 0; i < config.layers; i++) {
    const at = layer(i)
    const inputs = { hasBias: hasInputBias(config) }
    addNorm(`${at}.input_layernorm`)
    addLinear(`${at}.self_attn.q_proj`, [width, heads * headDim], inputs)
    addLinear(`${at}.self_attn.k_proj`, [width, kvHeads * headDim], inputs)
    addLinear(`${at}.self_attn.v_proj`, [width, kvHeads * headDim], inputs)
    if (config.qkNorm) for (const side of ['q_norm', 'k_norm']) addNorm(`${at}.self_attn.${side}`, headDim)
    addLinear(`${at}.self_attn.o_proj`, [heads * headDim, width], { hasBias: hasOutputBias(config), init: 'residual' })
    addNorm(`${at}.post_attention_layernorm`)
    addLinear(`${at}.mlp.gate_proj`, [width, ffWidth])
    addLinear(`${at}.mlp.up_proj`, [width, ffWidth])
    addLinear(`${at}.mlp.down_proj`, [ffWidth, width], { init: 'residual' })
  }
  addNorm(FINAL_NORM)
  if (!config.tiedHead) addTable(HEAD)
  return specs
}

export const llamaWeights: Pick<Family, 'names' | 'weights' | 'canonicalName' | 'aliases' | 'isIgnored'> = {
  names,
  weights,

  // A model that was saved without its head has no prefix.
  canonicalName: (name) => (/^(embed_tokens|layers|norm|rotary_emb)\./.test(name) ? PREFIX + name : name),

  aliases: ({ tiedHead }) => new Map(tiedHead ? [[weight(HEAD), weight(TOKENS)]] : []),

  // The unscaled or scaled frequencies, which the config gives as well.
  isIgnored: (name) => /^model\.(layers\.\d+\.self_attn\.)?rotary_emb\.inv_freq$/.test(name),
}
