import { describe, expect, it } from 'vitest'
import { RunawayTemplate } from './bounded-interpreter'
import { compileTemplate } from './jinja'

const render = (source: string, values: Record<string, unknown> = {}) => compileTemplate(source)(values)

describe('a template within bounds', () => {
  it('gives what it gives without them', () => {
    const source = `{% macro tag(name) %}<{{ name }}>{{ caller() if caller }}</{{ name }}>{% endmacro %}
{%- set ns = namespace(out='', last=none) %}
{%- for m in messages[::-1] if m.role != 'tool' %}
  {%- set ns.out = ns.out ~ loop.index ~ m.content.strip().split('|')[0] | replace('a', 'b') %}
  {%- if loop.last %}{% break %}{% endif %}
{%- endfor %}
{{- ns.out }} {{ messages | map(attribute='role') | join(', ') }} {{ 'x' in 'axb' and [1, 2] + [3] }}
{% call tag(name='p') %}in{% endcall %}{% filter upper %}loud{% endfilter %}
{{- range(3) | join('-') }}{{ 'a\nb' | indent(2) }}{{ messages[0] | tojson(indent=1) }}`
    const messages = [
      { role: 'user', content: ' a|b ' },
      { role: 'tool', content: 'c' },
      { role: 'assistant', content: 'aa' },
    ]
    const json = '{\n "role": "user",\n "content": " a|b "\n}'
    expect(render(source, { messages })).toBe(`1bb2b user, tool, assistant [1, 2, 3]\n<p>in</p>LOUD0-1-2a\n  b${json}`)
  })

  it('writes blanks and blocks as trim_blocks and lstrip_blocks have it', () => {
    expect(render('{% if true %}\n  a\n  {% endif %}\nb\n')).toBe('  a\nb')
  })

  it('takes every line break for the same', () => {
    expect(render('{% if true %}\r\na\r\nb{% endif %}')).toBe('a\nb')
  })

  it('stumbles where Python does: over an attribute of what is not there', () => {
    expect(() => render('{{ messages[0].role }}', { messages: [] })).toThrow('not there')
    expect(render('{{ messages[0] is defined }} {{ nobody }}', { messages: [] })).toBe('false ')
  })

  it('takes arguments that are unpacked, named and given by position', () => {
    const source = "{% macro f(a, b, c) %}{{ a ~ b ~ c }}{% endmacro %}{{ f(*[1, 2], **{'c': 3}) }}{{ f(1, c=3, b=2) }}"
    expect(render(source)).toBe('123123')
  })

  it('writes JSON as json.dumps does without ensure_ascii', () => {
    expect(render('{{ x | tojson }}', { x: { a: [1, 'é', null, true], b: {} } })).toBe(
      '{"a": [1, "é", null, true], "b": {}}',
    )
  })

  it('renders a conversation of ten thousand turns', () => {
    const messages = Array.from({ length: 10_000 }, () => ({ role: 'user', content: 'Some words.' }))
    const source = "{% for m in messages %}{{ '<' + m['role'] + '>' + m['content'] | trim + '\\n' }}{% endfor %}"
    expect(render(source, { messages })).toHaveLength(10_000 * '<user>Some words.\n'.length)
  })
})

/** A text of half a million characters. */
const LONG = "{% set ns = namespace(s='ab') %}{% for i in range(18) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}"
/** Not so many that the loop alone is refused. */
const MANY = '{% for i in range(20000) %}'
const LIST = '{% set l = range(10000) %}'

describe('a template that runs away', () => {
  const cases: [string, string][] = [
    ['nested loops', `${MANY}${MANY}${MANY}x{% endfor %}{% endfor %}{% endfor %}`],
    ['loops around nothing', `${LIST}{% for a in l %}{% for b in l %}{% endfor %}{% endfor %}`],
    ['loops that select nothing', `${LIST}{% for a in l %}{% for b in l if b < 0 %}{% endfor %}{% endfor %}`],
    ['a range of a thousand million', '{{ range(1000000000) }}'],
    ['a macro that calls itself', '{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}'],
    [
      'a macro that calls itself twice',
      '{% macro f(n) %}{% if n %}{{ f(n - 1) ~ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}',
    ],
    [
      'a text doubled again and again',
      '{% set ns = namespace(s="a") %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}',
    ],
    [
      'a list doubled again and again',
      '{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}',
    ],
    [
      'lists of lists',
      '{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | tojson }}',
    ],
    ['lists nested without end', `{% set ns = namespace(s=1) %}${MANY}{% set ns.s = [ns.s] %}{% endfor %}`],
    ['a long text between many', `${LONG}{{ range(100000) | join(ns.s) }}`],
    ['a long text between many, unpacked', `${LONG}{{ range(100000) | join(*[ns.s]) }}`],
    ['a wide indent', "{{ 'a\\nb' | indent(width=500000000) }}"],
    ['a wide indent of JSON', '{{ [1, 2] | tojson(indent=500000000) }}'],
    ['JSON with long separators', `${LONG}{{ range(100000) | tojson(separators=[ns.s, ns.s]) }}`],
    ['a long text in each place of another', `${LONG}{{ ns.s.replace('a', ns.s) }}`],
    ['the same by a filter', `${LONG}{{ ns.s | replace('', ns.s) }}`],
    ['the same by a filter block', `${LONG}{% filter replace('a', ns.s) %}{{ ns.s }}{% endfilter %}`],
    ['the same by a method kept for later', `${LONG}{% set f = ns.s['replace'] %}{{ f('a', ns.s) }}`],
    ['the same by a call block', `${LONG}{% set f = ns.s.replace %}{% call f('a', ns.s) %}{% endcall %}`],
    ['a long text searched often', `${LONG}${MANY}{% if 'zz' in ns.s %}{% endif %}{% endfor %}`],
    ['a long text split often', `${LONG}${MANY}{% set x = ns.s.split('a') %}{% endfor %}`],
    ['a list compared with a text, often', `${LIST}{% for i in l %}{% if l == 'a' %}{% endif %}{% endfor %}`],
    ['a list written often', `${LIST}{% for i in l %}{{ l }}{% endfor %}`],
    ['unknown names', `${MANY}{{ a }}{{ b }}{{ c }}{{ d }}{% endfor %}`],
    ['jumps', `${MANY}{% for j in [1] %}{% break %}{% endfor %}{% endfor %}`],
    ['a macro made often', `${MANY}{% macro f() %}${'{{ 1 + 2 }}'.repeat(2000)}{% endmacro %}{% endfor %}`],
    ['a large text written often', `${MANY}${'x'.repeat(5000)}{% endfor %}`],
    ['a source without end', 'x'.repeat(1_000_000)],
    ['blanks without end', `{% if 1 %}${' '.repeat(100_000)}{% endif %}`],
  ]
  it.each(cases)('is stopped: %s', (_, source) => {
    const started = performance.now()
    expect(() => render(source)).toThrow(RunawayTemplate)
    // A tenth of this is usual.
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('is stopped at the same step each time', () => {
    const steps = () => {
      try {
        return render(`${MANY}${MANY}x{% endfor %}{% endfor %}`)
      } catch (error) {
        return String(error)
      }
    }
    expect(steps()).toBe(steps())
  })
})
