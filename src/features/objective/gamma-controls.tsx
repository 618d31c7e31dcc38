/** @file SimPO's target margin, both ways people write it: gamma over beta (the authors) and gamma itself (TRL). */
import { useStore } from 'zustand'
import { ConfigField } from '../../components/config-field'
import { NumberControl } from '../../components/number-control'
import { words } from '../../i18n/words'
import type { SimpoOptions } from '../../protocol/objectives'
import { simpoGamma } from '../../protocol/objectives'
import { useConfig } from '../../store/playground'
import { classStore, isFieldLocked } from '../../store/sharing/class-store'

/** A product of two short decimals, without the noise of binary fractions. */
const tidy = (value: number) => Number(value.toPrecision(10))

export function GammaControls() {
  const objective = useConfig((state) => state.config.objective) as SimpoOptions
  const defaults = useConfig((state) => state.defaults.objective) as SimpoOptions
  const set = useConfig((state) => state.set)
  const { beta } = objective
  const locked = useStore(classStore, ({ rules }) => isFieldLocked(rules, 'objective.gammaBetaRatio'))
  return (
    <>
      <ConfigField
        path="objective.gammaBetaRatio"
        symbol={
          <>
            <i>γ/β</i> {words.objective.symbols.gammaBeta}
          </>
        }
        captioned
      />
      <NumberControl
        label={words.objective.gamma}
        symbol={
          <>
            <i>γ</i> {words.objective.symbols.gamma}
          </>
        }
        up={words.objective.gammaUp}
        scale={{ min: 0, max: tidy(1.6 * beta) || 1, step: tidy(0.05 * beta) || 0.05 }}
        value={tidy(simpoGamma(objective))}
        disabled={locked}
        fallback={tidy(beta * defaults.gammaBetaRatio)}
        onChange={(gamma) => set('objective.gammaBetaRatio', gamma === null ? Number.NaN : tidy(gamma / beta))}
        onReset={() => set('objective.gammaBetaRatio', defaults.gammaBetaRatio)}
      />
    </>
  )
}
