import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import type { LabelledPair } from '../../protocol/labels'
import { openDatabase } from '../database'
import { openLabelShelf } from './label-shelf'

const pair = (id: string, chosen = ' yes'): LabelledPair => ({
  id,
  prompt: 'Will you?',
  chosen,
  rejected: ' no',
  chat: false,
  labelledAt: 1,
  origin: { kind: 'typed' },
  edited: false,
  scores: null,
})

it('gives back what was kept, in the order of ids, also to another page; what was removed is gone', async () => {
  const open = () => openDatabase('label-shelf')
  const shelf = await openLabelShelf(open)
  await shelf.put([pair('b'), pair('a'), pair('c')])
  await shelf.put([pair('b', ' of course')])
  await shelf.remove(['a', 'not there'])
  const other = await openLabelShelf(open)
  expect(await other.all()).toEqual([pair('b', ' of course'), pair('c')])
})

it('keeps all of what is put together, or none of it', async () => {
  const shelf = await openLabelShelf(() => openDatabase('label-shelf-whole'))
  const uncloneable = { ...pair('z'), scores: (() => {}) as never }
  await expect(shelf.put([pair('y'), uncloneable])).rejects.toThrow()
  expect(await shelf.all()).toEqual([])
})
