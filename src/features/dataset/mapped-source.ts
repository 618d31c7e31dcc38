/** @file Which sources have columns that a person can name. */
import type { DataSource } from '../../protocol/messages'

export type MappedSource = Extract<DataSource, { kind: 'file' | 'hub' }>

export const hasColumns = (source: DataSource): source is MappedSource =>
  source.kind === 'file' || source.kind === 'hub'
