import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, it } from 'vitest'
import { fileOfBlob, sourceOfFile } from '../file-source'
import { readPairs } from '../read-pairs'

it('a dropped Parquet file is read in ranges in a browser, its decompressors included', async () => {
  const data = (text: string) => Array.from({ length: 500 }, (_, i) => `${text} ${i % 7}`)
  const columnData = ['prompt', 'chosen', 'rejected'].map((name) => ({ name, data: data(name) }))
  const blob = new Blob([parquetWriteBuffer({ columnData, codec: 'SNAPPY', rowGroupSize: 100 })])
  const { pairs, report } = await readPairs([sourceOfFile('dropped', fileOfBlob(blob))])
  expect(report.sources[0]).toMatchObject({ format: 'parquet', rows: 500, pairs: 500 })
  expect(pairs[8]).toMatchObject({ row: 9, prompt: 'prompt 1', chosen: 'chosen 1', rejected: 'rejected 1' })
})
