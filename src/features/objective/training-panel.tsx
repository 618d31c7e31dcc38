/** @file Section 4: how long and how fast; what most people leave alone is folded away. */
import { ConfigField } from '../../components/config-field'
import { Section } from '../../components/section'
import { en } from '../../i18n/en'
import { AdvancedSettings } from './advanced-settings'
import { RunLength } from './run-length'
import { Warmup } from './warmup'

export function TrainingPanel() {
  return (
    <Section id="training" number={4} title={en.settings.training}>
      <RunLength />
      <ConfigField path="training.batchSize" />
      <Warmup />
      <AdvancedSettings />
    </Section>
  )
}
