import { describe, expect, it } from 'vitest'
import { chooseDataFiles, type WantedFiles } from './hub-files'

const of = (...paths: string[]) => paths.map((path) => ({ path, size: 1000 }))
const choose = (paths: string[], wanted?: WantedFiles) => {
  const { files, split, config, skipped } = chooseDataFiles(of('.gitattributes', 'README.md', ...paths), wanted)
  return { paths: files.map((file) => file.path), split, config, skipped: skipped.length }
}

const ULTRAFEEDBACK = ['test_gen', 'test_prefs', 'test_sft', 'train_gen', 'train_prefs', 'train_sft'].map(
  (split) => `data/${split}-00000-of-00001.parquet`,
)
const HH = [
  'harmless-base/test.jsonl.gz',
  'harmless-base/train.jsonl.gz',
  'helpful-base/test.jsonl.gz',
  'helpful-base/train.jsonl.gz',
  'helpful-online/test.jsonl.gz',
  'helpful-online/train.jsonl.gz',
  'helpful-rejection-sampled/test.jsonl.gz',
  'helpful-rejection-sampled/train.jsonl.gz',
  'red-team-attempts/red_team_attempts.jsonl.gz',
]

describe('the files of pairs in repositories that exist', () => {
  it('HuggingFaceH4/ultrafeedback_binarized: preferences, not the splits for other kinds of training', () => {
    const expected = { paths: ['data/train_prefs-00000-of-00001.parquet'], split: 'train_prefs', config: null }
    expect(choose(ULTRAFEEDBACK)).toMatchObject(expected)
    expect(choose(ULTRAFEEDBACK, { split: 'test_prefs' }).paths).toEqual(['data/test_prefs-00000-of-00001.parquet'])
    const older = ULTRAFEEDBACK.map((path) => path.replace('.parquet', '-6bb5ba4ba5521b1a.parquet'))
    expect(choose(older).paths).toEqual(['data/train_prefs-00000-of-00001-6bb5ba4ba5521b1a.parquet'])
  })
  it('Anthropic/hh-rlhf: the first of several folders, the others named', () => {
    expect(choose(HH)).toMatchObject({
      paths: ['harmless-base/train.jsonl.gz'],
      split: 'train',
      config: 'harmless-base',
    })
    const { configs, splits, skipped } = chooseDataFiles(of(...HH))
    expect(configs).toEqual([
      'harmless-base',
      'helpful-base',
      'helpful-online',
      'helpful-rejection-sampled',
      'red-team-attempts',
    ])
    expect(splits).toEqual(['train', 'test'])
    expect(skipped).toContainEqual({ path: 'harmless-base/test.jsonl.gz', reason: 'another split' })
    expect(skipped).toContainEqual({ path: 'helpful-base/train.jsonl.gz', reason: 'another configuration' })
    const wanted = { config: 'helpful-base', split: 'test' }
    expect(choose(HH, wanted).paths).toEqual(['helpful-base/test.jsonl.gz'])
  })
  it('Intel/orca_dpo_pairs: one file that names no split', () => {
    expect(choose(['orca_rlhf.jsonl'])).toEqual({
      paths: ['orca_rlhf.jsonl'],
      split: 'train',
      config: null,
      skipped: 2,
    })
  })
  it('argilla/dpo-mix-7k and trl-lib/ultrafeedback_binarized: train beside test', () => {
    const paths = ['data/test-00000-of-00001.parquet', 'data/train-00000-of-00001.parquet']
    expect(choose(paths)).toMatchObject({ paths: [paths[1]], split: 'train', config: null, skipped: 3 })
  })
  it('the branch of converted files', () => {
    const paths = ['default/test/0000.parquet', 'default/train/0000.parquet', 'default/train/0001.parquet']
    expect(choose(paths)).toMatchObject({ paths: paths.slice(1), split: 'train', config: 'default' })
    const several = ['helpful/partial-train/0000.parquet', 'all/train/0000.parquet', 'default/train/0000.parquet']
    expect(choose(several)).toMatchObject({ paths: [several[2]], config: 'default' })
    expect(choose(several, { config: 'helpful' })).toMatchObject({ paths: [several[0]], split: 'train' })
  })
  it('snorkelai/Snorkel-Mistral-PairRM-DPO-Dataset: rounds are splits and are not mixed', () => {
    const paths = [1, 2, 3].flatMap((round) =>
      ['test', 'train'].map((side) => `data/${side}_iteration_${round}-00000-of-00001.parquet`),
    )
    expect(choose(paths)).toMatchObject({ paths: [paths[1]], split: 'train_iteration_1' })
    const flat = ['train_iteration_1.parquet', 'train_iteration_2.parquet']
    expect(choose(flat).paths).toEqual([flat[0]])
  })
})

describe('other layouts', () => {
  const cases: [string, string[], string[], object][] = [
    [
      'parts in the order of their numbers',
      ['train-10.jsonl', 'train-9.jsonl'],
      ['train-9.jsonl', 'train-10.jsonl'],
      { split: 'train' },
    ],
    [
      'a folder for each split',
      ['test/a.csv', 'train/a.csv', 'train/b.csv'],
      ['train/a.csv', 'train/b.csv'],
      { config: null },
    ],
    ['other words for splits', ['dev.json', 'training.json', 'eval.json'], ['training.json'], { split: 'train' }],
    [
      'a split somewhere in the name',
      ['my_test_file.csv', 'my_train_file.csv'],
      ['my_train_file.csv'],
      { split: 'train' },
    ],
    [
      'letters that only look like a split',
      ['latest.jsonl', 'contest.jsonl'],
      ['contest.jsonl', 'latest.jsonl'],
      { split: 'train' },
    ],
    ['no training split at all', ['test.jsonl', 'validation.jsonl'], ['test.jsonl'], { split: 'test' }],
    [
      'the same rows in several formats',
      ['train.csv', 'train.json', 'train.parquet'],
      ['train.parquet'],
      { skipped: 4 },
    ],
    [
      'files about the data',
      ['dataset_infos.json', 'metadata.csv', 'pairs.json', '.cache/x.json'],
      ['pairs.json'],
      { skipped: 5 },
    ],
    [
      'configurations under data',
      ['data/evaluation/train-00000-of-00002.parquet', 'data/reward/train-00000-of-00002.parquet'],
      ['data/reward/train-00000-of-00002.parquet'],
      { config: 'reward' },
    ],
    ['files beside folders', ['extra/train.jsonl', 'train.jsonl'], ['train.jsonl'], { config: null }],
  ]
  it.each(cases)('%s', (_, paths, chosen, more) => {
    expect(choose(paths)).toMatchObject({ paths: chosen, ...more })
  })
  it('an empty file is passed over', () => {
    const files = [...of('train-1.jsonl'), { path: 'train-2.jsonl', size: 0 }]
    expect(chooseDataFiles(files).skipped).toEqual([{ path: 'train-2.jsonl', reason: 'empty' }])
  })
})

describe('what is not there is named', () => {
  it('no file of pairs', () => {
    const refused = { code: 'data/no-pairs', message: expect.stringContaining('"model.bin"') }
    expect(() => choose(['model.bin', 'images/1.png', 'pairs.parquet.gz'])).toThrow(expect.objectContaining(refused))
    expect(() => chooseDataFiles([])).toThrow('It is empty.')
  })
  it('another split or configuration than there is', () => {
    const noSplit = {
      message: 'The data set has no split "prefs".',
      remedy: expect.stringContaining('"train_prefs", "train_gen"'),
    }
    expect(() => choose(ULTRAFEEDBACK, { split: 'prefs' })).toThrow(expect.objectContaining(noSplit))
    const noConfig = { code: 'data/no-pairs', remedy: expect.stringContaining('"harmless-base"') }
    expect(() => choose(HH, { config: 'x' })).toThrow(expect.objectContaining(noConfig))
    expect(() => choose(['train.csv'], { config: 'x' })).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('leave') }),
    )
  })
})
