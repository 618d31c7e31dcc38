/** @file The forms and ablations of an objective that papers compare. */
import { ChoiceRow } from '../../components/choice-row'
import { ConfigField } from '../../components/config-field'
import { Disclosure } from '../../components/disclosure'
import { SwitchRow } from '../../components/switch-row'
import { words } from '../../i18n/words'
import { useConfig } from '../../store/playground'

export function Variants() {
  const objective = useConfig((state) => state.config.objective)
  const defaults = useConfig((state) => state.defaults.objective)
  const problems = useConfig((state) => state.problems)
  const set = useConfig((state) => state.set)
  const { sigmoid, hinge, robust, 'length-normalised': normalised } = words.objective.variants
  const inside = ['objective.labelSmoothing', 'objective.sftWeight']
  return (
    <Disclosure title={words.settings.variants} forced={inside.some((path) => path in problems)}>
      {objective.name === 'dpo' && (
        <ChoiceRow
          label={words.objective.variant}
          value={objective.variant}
          options={{ sigmoid, robust, hinge, 'length-normalised': normalised }}
          onChange={(variant) => set('objective.variant', variant)}
        />
      )}
      {objective.name === 'simpo' && (
        <>
          <ChoiceRow
            label={words.objective.variant}
            value={objective.variant}
            options={{ sigmoid, hinge }}
            onChange={(variant) => set('objective.variant', variant)}
          />
          <SwitchRow
            label={words.objective.noGamma}
            help={words.objective.noGammaHelp}
            checked={objective.gammaBetaRatio === 0}
            onChange={(off) => {
              const preset = defaults.name === 'simpo' ? defaults.gammaBetaRatio : 0
              set('objective.gammaBetaRatio', off ? 0 : preset)
            }}
          />
        </>
      )}
      {(objective.name === 'simpo' || objective.name === 'ipo') && (
        <SwitchRow
          label={words.objective.lengthNormalised}
          help={words.objective.lengthNormalisedHelp}
          checked={objective.lengthNormalised}
          onChange={(on) => set('objective.lengthNormalised', on)}
        />
      )}
      <ConfigField path="objective.labelSmoothing" />
      <ConfigField path="objective.sftWeight" />
    </Disclosure>
  )
}
