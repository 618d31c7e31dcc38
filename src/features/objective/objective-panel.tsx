/** @file Section 3: which objective, its formula with the values of now, and the values that matter most. */

import { ConfigField } from '../../components/config-field'
import { Section } from '../../components/section'
import { words } from '../../i18n/words'
import { methodOf } from '../../protocol/presets'
import { useConfig } from '../../store/playground'
import { Formula } from './formula'
import { GammaControls } from './gamma-controls'
import { MethodChoice } from './method-choice'
import styles from './objective-panel.module.css'
import { Stages } from './stages'
import { Variants } from './variants'

export function ObjectivePanel() {
  const method = useConfig((state) => methodOf(state.config))
  const name = useConfig((state) => state.config.objective.name)
  return (
    <Section id="objective" number={3} title={words.objective.title}>
      <MethodChoice />
      <p className={styles.lead}>{words.objective.full[method]}</p>
      <Formula />
      <ConfigField
        key={`beta-${name}`}
        path="objective.beta"
        up={name === 'simpo' ? words.objective.betaSimpo : undefined}
        symbol={
          <>
            <i>β</i> {words.objective.symbols.beta}
          </>
        }
        captioned
      />
      <ConfigField
        path="objective.lambda"
        symbol={
          <>
            <i>λ</i> {words.objective.symbols.lambda}
          </>
        }
        captioned
      />
      {name === 'simpo' && <GammaControls />}
      {method === 'sdpo' && <Stages />}
      <ConfigField path="optimizer.learningRate" captioned />
      {method !== 'sft' && <Variants />}
    </Section>
  )
}
