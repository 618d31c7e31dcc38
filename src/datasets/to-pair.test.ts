import { describe, expect, it } from 'vitest'
import { lines, readOne } from './source-for-tests'

const user = (content: string) => ({ role: 'user', content })
const assistant = (content: string) => ({ role: 'assistant', content })
const human = (value: string) => ({ from: 'human', value })
const gpt = (value: string) => ({ from: 'gpt', value })

const readRow = async (row: unknown) => {
  const { pairs, source } = await readOne('a.jsonl', lines(row))
  const { prompt, chosen, rejected, ids } = pairs[0]!
  return { prompt, chosen, rejected, ids, kind: source.kind, mapping: source.mapping, guessed: source.guessed }
}

describe('kinds of rows', () => {
  const expected = { prompt: [user('Tea?')], chosen: [assistant('Yes.')], rejected: [assistant('No.')] }
  it('explicit text stays as it is: a missing space is not added', async () => {
    const row = { prompt: 'Tea?', chosen: 'Yes', rejected: ' No' }
    expect(await readRow(row)).toMatchObject({ ...row, kind: 'explicit-text' })
  })
  it('explicit text that both answers repeat is taken off them', async () => {
    const row = { prompt: 'Do you like tea?', chosen: 'Do you like tea? Yes', rejected: 'Do you like tea? No' }
    expect(await readRow(row)).toMatchObject({ prompt: 'Do you like tea?', chosen: ' Yes', rejected: ' No' })
  })
  it('implicit text', async () => {
    const row = { chosen: 'I like tea', rejected: 'I like tequila' }
    const pair = { prompt: 'I like', chosen: ' tea', rejected: ' tequila' }
    expect(await readRow(row)).toMatchObject({ ...pair, kind: 'implicit-text', guessed: false })
  })
  it('explicit chat, as messages, a single message, or text beside messages', async () => {
    const { prompt, chosen, rejected } = expected
    const kind = 'explicit-chat'
    expect(await readRow({ prompt, chosen, rejected })).toMatchObject({ ...expected, kind })
    expect(await readRow({ prompt, chosen: chosen[0], rejected: rejected[0] })).toMatchObject({ ...expected, kind })
    expect(await readRow({ prompt, chosen: 'Yes.', rejected: 'No.' })).toMatchObject({ ...expected, kind })
    expect(await readRow({ prompt: 'Tea?', chosen, rejected })).toMatchObject({ ...expected, kind })
  })
  it('implicit chat, as TRL extracts it', async () => {
    const shared = user('What do I do when I have a hole in my trousers?')
    const row = { chosen: [shared, assistant('Fix the hole.')], rejected: [shared, assistant('Take them off.')] }
    const pair = { prompt: [shared], chosen: [assistant('Fix the hole.')], rejected: [assistant('Take them off.')] }
    expect(await readRow(row)).toMatchObject({ ...pair, kind: 'implicit-chat' })
  })
  it('implicit chat where one conversation is the start of the other', async () => {
    const start = [user('a'), assistant('b')]
    const row = { chosen: [...start, user('c'), assistant('d')], rejected: start }
    expect(await readRow(row)).toMatchObject({ prompt: [user('a')], rejected: [assistant('b')] })
  })
  it('a prompt beside conversations that contain it: the shared turns are the prompt', async () => {
    const [chosen, rejected] = [
      [...expected.prompt, ...expected.chosen],
      [...expected.prompt, ...expected.rejected],
    ]
    const kind = 'explicit-chat'
    expect(await readRow({ prompt: 'Tea?', chosen, rejected })).toMatchObject({ ...expected, kind })
    expect(await readRow({ prompt: expected.prompt, chosen, rejected })).toMatchObject({ ...expected, kind })
    const system = { role: 'system', content: 'Be kind.' }
    const withSystem = await readRow({ prompt: [system, user('Tea?')], chosen, rejected })
    expect(withSystem).toMatchObject({ ...expected, prompt: [system, user('Tea?')] })
  })
  it('turns of system and tool, and text in parts', async () => {
    const parts = (...texts: string[]) => texts.map((text) => ({ type: 'text', text, image: null }))
    const start = [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: parts('Tea', '?') },
      { role: 'tool', content: 'kettle: hot' },
    ]
    const row = (text: string) => [...start, { role: 'assistant', content: parts(text), tool_calls: [] }]
    expect(await readRow({ chosen: row('Yes.'), rejected: row('No.') })).toMatchObject({
      prompt: [start[0], user('Tea?'), start[2]],
      chosen: [assistant('Yes.')],
      rejected: [assistant('No.')],
      kind: 'implicit-chat',
    })
  })
  it('ShareGPT turns with system and observations', async () => {
    const conversations = [{ from: 'system', value: 'Be kind.' }, human('Tea?'), { from: 'observation', value: 'hot' }]
    const pair = await readRow({ conversations, chosen: gpt('Yes.'), rejected: gpt('No.') })
    expect(pair.prompt).toEqual([
      { role: 'system', content: 'Be kind.' },
      user('Tea?'),
      { role: 'tool', content: 'hot' },
    ])
  })
  it('ShareGPT turns', async () => {
    const row = { conversations: [human('Tea?')], chosen: gpt('Yes.'), rejected: [gpt('No.')] }
    expect(await readRow(row)).toMatchObject({ ...expected, kind: 'sharegpt', guessed: false })
  })
  it('token ids as they are', async () => {
    const row = { prompt_input_ids: [1, 2], chosen_input_ids: [3], rejected_input_ids: [4, 5] }
    const ids = { prompt: [1, 2], chosen: [3], rejected: [4, 5] }
    expect(await readRow(row)).toMatchObject({ ids, prompt: '', chosen: '', rejected: '', kind: 'tokenised' })
    const swapped = await readOne('a.jsonl', lines(row), { swap: true })
    expect(swapped.pairs[0]!.ids).toEqual({ prompt: [1, 2], chosen: [4, 5], rejected: [3] })
  })
  it('messages and ids as JSON text in the cells of a CSV', async () => {
    const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`
    const { prompt, chosen, rejected } = expected
    const csv = `prompt,chosen,rejected\n${[prompt, chosen, rejected].map(cell).join(',')}`
    expect((await readOne('a.csv', csv)).pairs[0]).toMatchObject(expected)
    const ids = 'prompt_input_ids,chosen_input_ids,rejected_input_ids\n"[1, 2]",[3],[4]'
    expect((await readOne('a.csv', ids)).pairs[0]!.ids).toEqual({ prompt: [1, 2], chosen: [3], rejected: [4] })
    const answers = await readOne('a.csv', 'prompt,chosen,rejected\nSort.,"[1, 2]","[2, 1]"')
    expect(answers.pairs[0]).toMatchObject({ chosen: '[1, 2]', rejected: '[2, 1]' })
  })
})

describe('rows that are no pair', () => {
  const good = { prompt: 'p', chosen: 'a', rejected: 'b' }
  const cases: [string, unknown, string, RegExp][] = [
    [
      'an image',
      { ...good, chosen: [{ role: 'assistant', content: [{ type: 'image' }] }] },
      'data/wrong-type',
      /role "assistant" with a part of type "image"/,
    ],
    [
      'a message without content',
      { ...good, chosen: [{ role: 'tool', content: null }] },
      'data/wrong-type',
      /without text/,
    ],
    [
      'a call of a tool',
      { ...good, prompt: [user('x'), { role: 'assistant', content: null, tool_calls: [{ id: 1 }] }] },
      'data/wrong-type',
      /"prompt" is a message of role "assistant" that calls tools/,
    ],
    [
      'a part that is no text',
      { ...good, prompt: [{ role: 'user', content: ['x'] }] },
      'data/wrong-type',
      /part that is no/,
    ],
    ['text against messages', { ...good, chosen: [assistant('x')] }, 'data/wrong-type', /differ in kind/],
    ['objects that are no messages', { ...good, chosen: [{ id: 3 }] }, 'data/wrong-type', /keys id, not a message/],
    [
      'an empty message',
      { ...good, chosen: [assistant('')], rejected: [assistant('x')] },
      'data/empty-completion',
      /chosen/,
    ],
    ['an empty prompt', { ...good, prompt: [user(' ')] }, 'data/empty-prompt', /prompt is empty/],
    ['no messages', { ...good, prompt: [user('x')], rejected: [] }, 'data/wrong-type', /differ in kind/],
    ['an empty list', { prompt: 'p', chosen: [assistant('x')], rejected: [] }, 'data/empty-completion', /rejected/],
    ['null', { ...good, rejected: null }, 'data/missing-column', /nothing stands under "rejected"/],
  ]
  it.each(cases)('%s', async (_, row, code, message) => {
    const { source } = await readOne('a.jsonl', lines(good, row))
    expect(source.dropped).toMatchObject([{ row: 2, code, message: expect.stringMatching(message) }])
  })
  it('implicit rows that share nothing, or part at a turn of the user', async () => {
    const text = await readOne('a.jsonl', lines({ chosen: 'a b', rejected: 'a c' }, { chosen: 'x y', rejected: 'z y' }))
    expect(text.dropped).toEqual(['2 data/no-shared-prompt'])
    const shared = [user('a'), assistant('b')]
    const turns = (question: string) => [...shared, user(question), assistant('d')]
    const fine = { chosen: [user('a'), assistant('b')], rejected: [user('a'), assistant('c')] }
    const chat = await readOne('a.jsonl', lines(fine, { chosen: turns('x'), rejected: turns('y') }))
    expect(chat.dropped).toEqual(['2 data/no-shared-prompt'])
  })
  it('token ids that are empty, negative, or the same', async () => {
    const row = (...[prompt_input_ids, chosen_input_ids, rejected_input_ids]: number[][]) => ({
      prompt_input_ids,
      chosen_input_ids,
      rejected_input_ids,
    })
    const rows = [row([1], [2], [3]), row([1], [], [3]), row([1], [-2], [3]), row([1], [2], [2]), row([], [2], [3])]
    expect((await readOne('a.jsonl', lines(...rows))).dropped).toEqual([
      '2 data/empty-completion',
      '3 data/wrong-type',
      '4 data/equal-completions',
      '5 data/empty-prompt',
    ])
  })
  it('lists that Python printed into a CSV', async () => {
    const csv = `prompt,chosen,rejected\np,"[{'role': 'assistant', 'content': 'x'}]",b\np,a,b`
    expect((await readOne('a.csv', csv)).messages[0]).toContain('save the table as JSONL')
  })
})

describe('other names than TRL has are guessed, and marked as a guess', () => {
  const cases: [string[], string | null, string, string][] = [
    [['question', 'response_j', 'response_k'], 'question', 'response_j', 'response_k'],
    [['prompt', 'text', 'rejected_text'], 'prompt', 'text', 'rejected_text'],
    [['prompt', 'chosen_response', 'rejected_response'], 'prompt', 'chosen_response', 'rejected_response'],
    [['Question', 'Answer Chosen', 'Answer Rejected'], 'Question', 'Answer Chosen', 'Answer Rejected'],
    [['instruction', 'input', 'chosen', 'rejected'], 'instruction+input', 'chosen', 'rejected'],
    [['query', 'betterAnswer', 'worseAnswer'], 'query', 'betterAnswer', 'worseAnswer'],
    [['x', 'y_w', 'y_l'], 'x', 'y_w', 'y_l'],
    [
      ['score_chosen', 'chosen_text', 'rejected_text', 'score_rejected', 'prompt_id'],
      null,
      'chosen_text',
      'rejected_text',
    ],
  ]
  it.each(cases)('%j', async (columns, prompt, chosen, rejected) => {
    const row = Object.fromEntries(columns.map((column) => [column, `shared ${column}`]))
    expect(await readRow(row)).toMatchObject({ mapping: { prompt, chosen, rejected }, guessed: true })
  })
  it('an instruction and its input make one prompt; an output of two is a pair', async () => {
    const row = { instruction: 'Add.', input: '1 and 2', output: ['3', '4'] }
    expect(await readRow(row)).toMatchObject({ prompt: 'Add.\n1 and 2', chosen: '3', rejected: '4', guessed: true })
  })
})
