/** @file The words of a report, as the page's dictionary has them. */
import type { KeptRunInfo } from '../protocol/kept-run'

export interface ReportWords {
  heading: string
  /** Tag of the language, for readers of the screen. */
  language: string
  made: (when: string) => string
  began: string
  unknownDate: string
  device: string
  steps: string
  ofSteps: (step: number, total: number) => string
  state: string
  states: Record<KeptRunInfo['state'], string>
  objective: string
  formulaNote: string
  main: string
  columns: { figure: string; first: string; last: string; unit: string; meaning: string }
  plots: string
  samples: string
  sampleColumns: { prompt: string; base: string; policy: string }
  samplesAfter: (step: number) => string
  noSamples: string
  sampleFacts: (tokens: number, ended: boolean, score: string | null) => string
  moreSamples: (count: number) => string
  notices: string
  settings: string
  settingColumns: { setting: string; value: string }
  isDefault: string
  reproduce: string
  link: string
  command: string
  sameSeed: string
}
