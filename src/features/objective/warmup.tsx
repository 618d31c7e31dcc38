/** @file SFT on the chosen side before the first preference stage. */
import { ConfigField } from '../../components/config-field'
import { SwitchRow } from '../../components/switch-row'
import { words } from '../../i18n/words'
import { useConfig } from '../../store/playground'

export function Warmup() {
  const enabled = useConfig((state) => state.config.warmup.enabled)
  const set = useConfig((state) => state.set)
  return (
    <>
      <SwitchRow
        label={words.settings.warmup}
        help={words.settings.warmupHelp}
        checked={enabled}
        onChange={(on) => set('warmup.enabled', on)}
      />
      {enabled && (
        <>
          <ConfigField path="warmup.epochs" />
          <ConfigField path="warmup.learningRate" />
        </>
      )}
    </>
  )
}
