/** @file The tokens of a held-out pair, coloured by how much likelier the policy finds them than another model does. */
import { useMemo, useState } from 'react'
import { Disclosure } from '../../components/disclosure'
import { words } from '../../i18n/words'
import { useOverlays, useSession } from '../../store/playground'
import { useInside } from '../../store/plots/inside-view'
import type { RunFigures } from '../../store/plots/run-figures'
import { AgainstChoice } from './against-choice'
import { comparison } from './comparison'
import { CompletionTokens } from './completion-tokens'
import { objectiveOfStage } from './objective-curve'
import { PairChooser } from './pair-chooser'
import { stageAt, tokensAt } from './run-time'
import { SumsTable } from './sums-table'
import { TokenLegend } from './token-legend'
import { type PointedToken, TokenReadout } from './token-readout'
import { colourLimit, pairSums, rewardRule, SIDES, type Side } from './token-sums'
import { TokenTable } from './token-table'
import styles from './tokens.module.css'

/** `step` is one of the token events'. */
export function TokensPart({ figures, step }: { figures: RunFigures; step: number }) {
  const text = words.inside.tokens
  const config = useSession((s) => s.runConfig)
  const overlays = useOverlays((state) => state.overlays)
  const against = useInside((state) => state.against)
  const wanted = useInside((state) => state.pair)
  const [pointed, setPointed] = useState<{ side: Side; index: number } | null>(null)

  const stage = stageAt(figures.stageMarks, step)
  const rule = config && stage ? rewardRule(objectiveOfStage(config, stage.stage)) : null
  const hasReference = rule?.fromReference ?? false
  const told = figures.tokenEvents.length
  const first = figures.tokenEvents[0]
  const stages = figures.stageMarks.length
  // What is told grows in place: its length stands for it.
  const other = useMemo(
    () => comparison(against, figures, config, overlays, hasReference),
    [against, figures, config, overlays, hasReference, first, stages],
  )
  const limit = useMemo(() => colourLimit(figures.tokenEvents, other.of), [figures, other, told])

  const texts = figures.tokenTexts
  const pair = Math.min(wanted, texts.length - 1)
  const shown = texts[pair]
  const policy = tokensAt(figures.tokenEvents, step)
  const compared = policy && other.of(policy)
  if (!shown || !policy) return null
  const problem = other.problemOf(pair)
  const [now, then] = [policy.pairs[pair]!, compared?.pairs[pair]]
  const index = pointed?.index ?? -1
  const token: PointedToken | null =
    pointed && then && index < shown[pointed.side].length
      ? {
          side: pointed.side,
          text: shown[pointed.side][index]!,
          policy: now[pointed.side][index]!,
          against: then[pointed.side][index]!,
        }
      : null
  return (
    <div className={styles.part}>
      <div className={styles.choices}>
        <PairChooser texts={texts} pair={pair} />
        <AgainstChoice figures={figures} step={step} hasReference={hasReference} />
      </div>
      {problem !== null || !then ? (
        <p className={styles.problem}>{problem ?? words.inside.empty.wait}</p>
      ) : (
        <>
          <TokenLegend limit={limit} />
          <p className={styles.prompt}>
            <span className={styles.label}>{text.prompt}</span>
            <span data-testid="tokens-prompt">{shown.prompt}</span>
          </p>
          {SIDES.map((side) => (
            <div key={side} className={styles.side}>
              <span className={styles.label} data-side={side}>
                {text.sides[side]}
              </span>
              <CompletionTokens
                side={side}
                texts={shown[side]}
                policy={now[side]}
                against={then[side]}
                limit={limit}
                pointed={pointed?.side === side ? pointed.index : null}
                onPoint={(at) => setPointed(at === null ? null : { side, index: at })}
              />
            </div>
          ))}
          <TokenReadout token={token} />
          <SumsTable
            sums={pairSums(now, then)}
            rule={rule}
            against={other.name}
            isReference={other.isReference(policy)}
          />
          <Disclosure title={text.table}>
            <div className={styles.tables}>
              {SIDES.map((side) => (
                <TokenTable key={side} side={side} texts={shown[side]} policy={now[side]} against={then[side]} />
              ))}
            </div>
          </Disclosure>
        </>
      )}
    </div>
  )
}
