import { describe, expect, it } from 'vitest'
import { createChatTemplate, requireChatTemplate } from './chat-template'

const CHATML =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
const HELLO = [{ role: 'user', content: 'Hi!' }]

describe('createChatTemplate', () => {
  it('renders turns, with and without the generation prompt', () => {
    const render = createChatTemplate({ chat_template: CHATML })!
    expect(render(HELLO, { generationPrompt: false })).toBe('<|im_start|>user\nHi!<|im_end|>\n')
    expect(render(HELLO, { generationPrompt: true })).toBe('<|im_start|>user\nHi!<|im_end|>\n<|im_start|>assistant\n')
  })

  it('hands the special tokens to the template, however the config writes them', () => {
    const render = createChatTemplate({
      chat_template: '{{ bos_token }}{{ messages[0].content }}{{ eos_token }}',
      bos_token: '<s>',
      eos_token: { content: '</s>' },
    })!
    expect(render(HELLO, { generationPrompt: false })).toBe('<s>Hi!</s>')
  })

  it('takes the template named default, and a template file before the config', () => {
    const named = [
      { name: 'tools', template: 'tools' },
      { name: 'default', template: 'plain' },
    ]
    expect(createChatTemplate({ chat_template: named })!(HELLO, { generationPrompt: false })).toBe('plain')
    expect(createChatTemplate({ chat_template: named }, 'file')!(HELLO, { generationPrompt: false })).toBe('file')
  })

  it('is null without a template, and then says what to do', () => {
    expect(createChatTemplate(null)).toBeNull()
    expect(() => requireChatTemplate(null, { source: 'pairs.json', row: 3 })).toThrow(
      expect.objectContaining({
        code: 'model/no-chat-template',
        message: expect.stringContaining('row 3 of pairs.json'),
      }),
    )
  })

  it('passes on what the template objects to', () => {
    const render = createChatTemplate({ chat_template: "{{ raise_exception('turns must alternate') }}" })!
    expect(() => render(HELLO, { generationPrompt: true })).toThrow(
      expect.objectContaining({
        code: 'data/wrong-type',
        message: expect.stringContaining('conversation of user: turns must alternate'),
      }),
    )
  })

  it('says that the template is at fault where it cannot be read, cannot be used, or does not end', () => {
    const broken = (message: string) =>
      expect.objectContaining({ code: 'model/broken-template', message: expect.stringContaining(message) })
    expect(() => createChatTemplate({ chat_template: '{% for m in messages %}' })).toThrow(broken('cannot be read'))
    const use = (chat_template: string) => () =>
      createChatTemplate({ chat_template })!(HELLO, { generationPrompt: true })
    expect(use('{{ messages | no_such_filter }}')).toThrow(broken('no_such_filter'))
    expect(use('{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}')).toThrow(broken('nests deeper'))
  })

  it('has no tools, and does not know what nobody sets', () => {
    const chat_template =
      '{{ tools is none }} {{ documents is none }} {{ enable_thinking is defined }} {{ bos_token is defined }}'
    expect(createChatTemplate({ chat_template, bos_token: null })!(HELLO, { generationPrompt: true })).toBe(
      'true true false false',
    )
  })

  it("writes today's date where it is asked for", () => {
    const render = createChatTemplate({ chat_template: "{{ strftime_now('%Y') }}" })!
    expect(render(HELLO, { generationPrompt: true })).toBe(String(new Date().getFullYear()))
  })
})
