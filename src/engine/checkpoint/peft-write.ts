/** @file An adapter as PEFT saves it: its config, its tensors under PEFT's names, and a model card. */
import type { DecoderConfig } from '../model/config'
import { familyOf } from '../model/families/registry'
import { adapterNames, moduleOf } from '../model/lora'
import { CONFIG, type LowRankAdapter, modulesOf, peftNames, WEIGHTS } from './peft'
import { writeAdapterConfig } from './peft-config'
import { targetsOf } from './peft-read'
import { writeSafetensors } from './safetensors'
import { type HostTensor, transposed } from './stored-tensor'

/**
 * The files of a PEFT adapter, by name. Tensors are F32: A [rank, in] and B [out, rank], those of GPT-2's layers too.
 * What `spec.targets` says is not looked at: the tensors say where the adapter is.
 */
export function writePeftAdapter(
  model: DecoderConfig,
  adapter: LowRankAdapter,
): Record<'adapter_config.json' | 'adapter_model.safetensors' | 'README.md', Uint8Array<ArrayBuffer>> {
  const { spec, alphas, tensors, baseModel } = adapter
  const modules = modulesOf(tensors)
  const stored = new Map<string, HostTensor>()
  const ranks: Record<string, number> = {}
  for (const module of modules) {
    const names = adapterNames(module)
    const [a, b] = [tensors.get(names.a)!, tensors.get(names.b)]
    if (!b) throw new Error(`${module} has no ${names.b}`)
    stored.set(peftNames(module).a, transposed(a))
    stored.set(peftNames(module).b, transposed(b))
    if (a.shape[1] !== spec.rank) ranks[module] = a.shape[1]!
  }
  return {
    [CONFIG]: writeAdapterConfig({
      ...spec,
      targets: targetsOf(modules, model),
      ranks,
      alphas: Object.fromEntries(alphas),
      fanInFanOut: isFanInFanOut(modules, model),
      baseModel,
    }),
    [WEIGHTS]: writeSafetensors(stored, 'F32'),
    'README.md': modelCard(baseModel),
  }
}

/** PEFT's word for weights that the file holds as [in, out]. */
function isFanInFanOut(modules: string[], model: DecoderConfig): boolean {
  const adapted = new Set(modules)
  return familyOf(model.family)
    .weights(model)
    .some(({ name, transposed }) => adapted.has(moduleOf(name)) && !transposed)
}

/** What the Hub reads is in the head; a base that is no name on the Hub would be refused there. */
function modelCard(baseModel: string | null): Uint8Array<ArrayBuffer> {
  const isHubName = baseModel !== null && /^[\w.-]+\/[\w.-]+$/.test(baseModel)
  const lines = [
    '---',
    ...(isHubName ? [`base_model: ${baseModel}`] : []),
    'library_name: peft',
    'tags:',
    '- lora',
    '---',
    '',
    '# LoRA adapter',
    '',
    `A low-rank adapter${baseModel ? ` for \`${baseModel}\`` : ''}, tuned on preference pairs with Preference Playground. Load it on top of its model with \`PeftModel.from_pretrained\`.`,
    '',
  ]
  return new TextEncoder().encode(lines.join('\n'))
}
