/** @file Section 4: how long and how fast; what most people leave alone is folded away. */
import type { ReactNode } from 'react'
import { ConfigField } from '../../components/config-field'
import { Section } from '../../components/section'
import { words } from '../../i18n/words'
import { AdvancedSettings } from './advanced-settings'
import { RunLength } from './run-length'
import { Warmup } from './warmup'

interface Props {
  /** What the run will take of memory, and what decides it. */
  memory: ReactNode
}

export function TrainingPanel({ memory }: Props) {
  return (
    <Section id="training" number={4} title={words.settings.training}>
      <RunLength />
      <ConfigField path="training.batchSize" />
      <Warmup />
      {memory}
      <AdvancedSettings />
    </Section>
  )
}
