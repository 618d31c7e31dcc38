/** @file `--lora rank=8,alpha=16,dropout=0.05,rslora,targets=q_proj+v_proj`: an adapter instead of all weights. */
import { AppError } from '../protocol/errors'
import { type TuningConfig, tuningConfig } from '../protocol/run-config'

const OPTION = '--lora'
const FORM = `Write ${OPTION} alone, or with some of rank=8,alpha=16,dropout=0.05,rslora,targets=q_proj+v_proj.`

/** Fields of the config by what they are called here. */
const FIELDS = new Map<string, keyof TuningConfig>([
  ['rank', 'rank'],
  ['alpha', 'alpha'],
  ['dropout', 'dropout'],
  ['rslora', 'rsLora'],
  ['targets', 'targets'],
])

/** What an adapter that goes on brings with it. */
const OF_ADAPTER: (keyof TuningConfig)[] = ['method', 'rank', 'alpha', 'rsLora', 'targets']

/** `--lora` without a value, which the parser of arguments has no word for. */
export const withBareLora = (args: string[]): string[] =>
  args.map((arg, i) => (arg === OPTION && (args[i + 1] ?? '--').startsWith('--') ? `${OPTION}=` : arg))

/** @throws AppError `cli/usage`, naming the field. */
export function readLora(text: string): Partial<TuningConfig> {
  const tuning: Record<string, unknown> = { method: 'lora' }
  for (const part of text.split(',').filter((part) => part.trim() !== '')) {
    const [name = '', ...rest] = part.split('=').map((piece) => piece.trim())
    const field = FIELDS.get(name.toLowerCase())
    if (!field) throw new AppError('cli/usage', `${OPTION} has no field "${name}".`, FORM)
    if (field in tuning) throw new AppError('cli/usage', `${OPTION} gives ${name} twice.`, FORM)
    tuning[field] = checked(field, name, rest.length > 0 ? rest.join('=') : null)
  }
  return tuning
}

function checked(field: keyof TuningConfig, name: string, text: string | null): unknown {
  const result = tuningConfig.shape[field].safeParse(read(field, text))
  const isGiven = text === null ? field === 'rsLora' : text !== ''
  if (result.success && isGiven) return result.data
  const problem = result.error?.issues[0]?.message ?? 'A value is missing'
  throw new AppError(
    'cli/usage',
    `${OPTION} ${name} is ${text === null ? 'missing' : `"${text}"`}.`,
    `${problem}. ${FORM}`,
  )
}

function read(field: keyof TuningConfig, text: string | null): unknown {
  if (field === 'rsLora') return text === null || text === 'true' || (text === 'false' ? false : text)
  if (field === 'targets') return text?.split('+')
  return text === null ? undefined : Number(text)
}

/** @throws AppError `cli/usage` where `--lora` or `--set` would change what the adapter is. */
export function refuseBesideAdapter(lora: Partial<TuningConfig> | null, overrides: string[]): void {
  const set = overrides.map((override) => /^tuning\.(\w+)=/.exec(override)?.[1])
  const field = OF_ADAPTER.find((each) => (each !== 'method' && lora && each in lora) || set.includes(each))
  if (field === undefined) return
  throw new AppError(
    'cli/usage',
    `tuning.${field} is set, but the run goes on with --adapter, which brings it.`,
    `Leave ${field} out, or begin a new adapter without --adapter.`,
  )
}

/** The settings of a run that goes on with an adapter. */
export function followAdapter(
  tuning: TuningConfig,
  { rank, alpha, rsLora, targets }: Pick<TuningConfig, 'rank' | 'alpha' | 'rsLora' | 'targets'>,
): TuningConfig {
  return { ...tuning, method: 'lora', rank, alpha, rsLora, targets }
}
