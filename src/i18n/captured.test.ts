/**
 * @file No module keeps a text of the dictionary from when it was loaded: the language can change while the page lives.
 * A part of the dictionary may be kept, for it is filled anew in place; a text in it has to be read when it is shown.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { en } from './en'

const SOURCES = 'src'

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesOf(path)
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : []
  })

/** A piece of a parsed module; what is asked of it depends on its type. */
interface Syntax {
  type: string
  [key: string]: unknown
}

type Path = readonly string[]

const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string'

const childrenOf = (node: Syntax): Syntax[] => Object.values(node).flat().filter(isSyntax)

const at = (path: Path): unknown =>
  path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], en)

/** Something that `speak` replaces instead of filling it. */
const isText = (path: Path): boolean => {
  const value = at(path)
  return typeof value !== 'object' || value === null || Array.isArray(value)
}

const isFunction = ({ type }: Syntax) => /Function/.test(type)

/** What the module keeps as it is loaded. */
function capturesOf(text: string): string[] {
  /** Names that stand for a part of the dictionary. */
  const parts = new Map<string, Path>()
  /** Functions that read a text when they are called. */
  const readers = new Set<string>()
  const captures: string[] = []

  /** What an expression stands for, if it is a part of the dictionary or a text of it. */
  const pathOf = (node: Syntax): Path | null => {
    if (node.type === 'Identifier') return parts.get(node.name as string) ?? null
    if (node.type !== 'MemberExpression') return null
    const of = pathOf(node.object as Syntax)
    const property = node.property as Syntax
    const key = node.computed ? property.value : property.name
    return of && [...of, typeof key === 'string' ? key : '*']
  }

  const readsText = (node: Syntax): boolean => {
    const path = pathOf(node)
    return (path !== null && isText(path)) || childrenOf(node).some(readsText)
  }

  const keep = (name: Syntax, path: Path): void => {
    if (name.type === 'ObjectPattern') {
      for (const { key, value } of name.properties as Syntax[]) {
        if (isSyntax(key) && isSyntax(value)) keep(value, [...path, key.name as string])
      }
    } else if (isText(path)) captures.push(path.join('.'))
    else parts.set(name.name as string, path)
  }

  /** Code that runs as the module is loaded; what is in a function runs later. */
  const walk = (node: Syntax): void => {
    if (isFunction(node)) {
      if (isSyntax(node.id) && readsText(node)) readers.add(node.id.name as string)
      return
    }
    if (node.type === 'VariableDeclarator' && isSyntax(node.init) && isSyntax(node.id)) {
      const path = pathOf(node.init)
      if (path) keep(node.id, path)
      else if (isFunction(node.init) && readsText(node.init)) readers.add(node.id.name as string)
      if (path) return
    }
    if (node.type === 'CallExpression') {
      const { name } = node.callee as Syntax
      if (typeof name === 'string' && readers.has(name)) captures.push(`${name}()`)
    }
    const path = node.type === 'MemberExpression' ? pathOf(node) : null
    if (path && isText(path)) captures.push(path.join('.'))
    if (!path) for (const child of childrenOf(node)) walk(child)
  }

  const { program } = parseSync('module.tsx', text)
  for (const statement of program.body as unknown as Syntax[]) {
    if (statement.type !== 'ImportDeclaration') walk(statement)
    else if (/(^|\/)words$/.test(String((statement.source as Syntax).value))) {
      for (const { imported, local } of statement.specifiers as Syntax[]) {
        if (isSyntax(imported) && imported.name === 'words') parts.set((local as Syntax).name as string, [])
      }
    }
  }
  return captures
}

const HEAD = "import { words } from '../i18n/words'\n"

test.each([
  ['const label = words.toolbar.play', 'toolbar.play'],
  ['const { play } = words.toolbar', 'toolbar.play'],
  ['const text = words.charts\nconst all = [{ name: text.lines.base }]', 'charts.lines.base'],
  ['const { lines: names } = words.charts\nconst all = { name: names.base as string }', 'charts.lines.base'],
  ['const of = (n: number) => words.count.pairs(n)\nconst three = { label: of(3) }', 'of()'],
  ['export const lines = words.help.lead', 'help.lead'],
])('a kept text is found: %s', (code, found) => expect(capturesOf(HEAD + code)).toEqual([found]))

test.each([
  ['const { lines, menu: text } = words.charts'],
  ['const text = words.charts\nexport function Plot() { return <p>{text.lines.base}</p> }'],
  ['const label = () => words.toolbar.play\nconst table = { label }'],
])('a kept part, and a text that is read when it is shown, are fine: %s', (code) =>
  expect(capturesOf(HEAD + code)).toEqual([]),
)

test('no module of the page keeps a text', () => {
  const found = filesOf(SOURCES).flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    return text.includes('/words') ? capturesOf(text).map((capture) => `${path}: ${capture}`) : []
  })
  expect(found).toEqual([])
})
