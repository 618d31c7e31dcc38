/** @file Turns of a conversation as the text that a chat model was trained on, by its own Jinja template. */
import { AppError } from '../../protocol/errors'
import type { ChatMessage } from '../../protocol/preference'
import { compileTemplate, type Render, TemplateRefusal } from './jinja'

/** With `generationPrompt` the text ends where the assistant's answer begins. */
export type RenderChat = (messages: readonly ChatMessage[], options: { generationPrompt: boolean }) => string

/** tokenizer_config.json, as far as a template reads it; some list several templates by name. */
interface ChatConfig {
  chat_template?: string | { name: string; template: string }[]
  [token: string]: unknown
}

const NO_TEMPLATE_REMEDY =
  'Take a chat model (its tokenizer_config.json holds a chat_template), or pairs of plain text.'

/**
 * @param tokenizerConfig Parsed tokenizer_config.json, or null when the folder has none.
 * @param templateFile Text of chat_template.jinja, which newer folders have instead.
 * @returns Null when the model has no template. Throws for a template that cannot be read.
 */
export function createChatTemplate(
  tokenizerConfig: object | null,
  templateFile: string | null = null,
): RenderChat | null {
  const config = (tokenizerConfig ?? {}) as ChatConfig
  const source = templateFile ?? sourceOf(config)
  if (source === null) return null
  const render = compile(source)
  const tokens = specialTokens(config)
  return (messages, { generationPrompt }) => {
    try {
      return render({ ...tokens, ...NO_TOOLS, messages: [...messages], add_generation_prompt: generationPrompt })
    } catch (error) {
      throw error instanceof TemplateRefusal ? refused(messages, error) : broken('cannot be used', error)
    }
  }
}

/** Transformers passes these by name also where there are none; what else a template asks for is undefined there, too. */
const NO_TOOLS = { tools: null, documents: null }

/** The template, or the error that says what to do without one. */
export function requireChatTemplate(
  render: RenderChat | null,
  place: { source: string; row: number } | null,
): RenderChat {
  if (render) return render
  throw new AppError(
    'model/no-chat-template',
    `${place ? `row ${place.row} of ${place.source}` : 'the prompt'} is a conversation, and this model has no chat template`,
    NO_TEMPLATE_REMEDY,
  )
}

function sourceOf({ chat_template: given }: ChatConfig): string | null {
  if (typeof given === 'string') return given
  if (!Array.isArray(given)) return null
  return (given.find(({ name }) => name === 'default') ?? given[0])?.template ?? null
}

function compile(source: string): Render {
  try {
    return compileTemplate(source)
  } catch (error) {
    throw broken('cannot be read', error)
  }
}

function refused(messages: readonly ChatMessage[], cause: TemplateRefusal): AppError {
  const roles = messages.map(({ role }) => role).join(', ')
  return new AppError(
    'data/wrong-type',
    `the model's chat template refuses a conversation of ${roles}: ${cause.message}`,
    'Bring the turns into the order that the model knows, usually user and assistant in turn.',
    { cause },
  )
}

/** The cause tells a template that runs away, as it would for every row, from one that stumbles over this conversation. */
function broken(what: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AppError(
    'model/broken-template',
    `the model's chat template ${what}: ${reason}`,
    'Take tokenizer_config.json (or chat_template.jinja) as the model was published, or pairs of plain text.',
    { cause },
  )
}

/** bos_token, eos_token and the like, which templates write out. */
function specialTokens(config: ChatConfig): Record<string, string> {
  const tokens: Record<string, string> = {}
  for (const [key, value] of Object.entries(config)) {
    if (!key.endsWith('_token')) continue
    if (typeof value === 'string') tokens[key] = value
    else if (value && typeof value === 'object' && 'content' in value) tokens[key] = String(value.content)
  }
  return tokens
}
