/** @file sDPO's stages: how many, how the pairs are dealt out, what each refers to, and what each sets apart. */
import { ChoiceRow } from '../../components/choice-row'
import { ConfigField } from '../../components/config-field'
import { Disclosure } from '../../components/disclosure'
import { words } from '../../i18n/words'
import { useConfig } from '../../store/playground'
import { StageOverrides } from './stage-overrides'

export function Stages() {
  const stages = useConfig((state) => state.config.stages)
  const sources = useConfig((state) => state.config.sources)
  const problems = useConfig((state) => state.problems)
  const set = useConfig((state) => state.set)
  const bySource = stages.split === 'by-source'
  // One source cannot be dealt out by source; the choice appears with the second file.
  const { 'by-source': perSource, ...plain } = words.objective.splits
  const splits = sources.length > 1 || bySource ? { ...plain, 'by-source': perSource } : plain
  return (
    <>
      {!bySource && <ConfigField path="stages.count" captioned />}
      <ChoiceRow
        label={words.objective.split}
        value={stages.split}
        options={splits as typeof words.objective.splits}
        onChange={(split) => set('stages.split', split)}
      />
      <ChoiceRow
        label={words.objective.reference}
        value={stages.reference}
        options={words.objective.references}
        onChange={(reference) => set('stages.reference', reference)}
      />
      <Disclosure
        title={words.objective.perStage}
        forced={Object.keys(problems).some((path) => path.startsWith('stages.overrides'))}
      >
        <StageOverrides count={bySource ? Math.max(1, sources.length) : stages.count} />
      </Disclosure>
    </>
  )
}
