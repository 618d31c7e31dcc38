/** @file The first line of each formula: the loss of a pair. */
import type { ReactNode } from 'react'
import { formatSetting } from '../../components/format'
import { type ObjectiveOptions, simpoGamma } from '../../protocol/objectives'
import { beta, likelihood, logSigmoid, margin, perToken, y } from './formula-parts'
import { Fn, Frac, I, N, Name, O, Row, Sub, Sup, Term, Valued } from './mathml'

/** The sigmoid loss of `z`, with smoothed labels where ε is above zero. */
function sigmoidLoss(z: ReactNode, epsilon: number, robust = false): ReactNode {
  if (epsilon === 0) {
    return (
      <>
        <O form="prefix">−</O>
        {logSigmoid(z)}
      </>
    )
  }
  const both = (
    <Row>
      <O form="prefix">−</O>
      <N>{formatSetting(1 - epsilon)}</N>
      {logSigmoid(<I>z</I>)}
      <O>{robust ? '+' : '−'}</O>
      <Valued symbol="ε" value={formatSetting(epsilon)} />
      {logSigmoid(
        <>
          <O form="prefix">−</O>
          <I>z</I>
        </>,
      )}
    </Row>
  )
  if (!robust) return both
  return (
    <Frac>
      {both}
      <N>{formatSetting(1 - 2 * epsilon)}</N>
    </Frac>
  )
}

const hingeLoss = (z: ReactNode) => (
  <>
    <Fn>max</Fn>
    <O>(</O>
    <N>0</N>
    <O>,</O>
    <N>1</N>
    <O>−</O>
    {z}
    <O>)</O>
  </>
)

function core(objective: ObjectiveOptions): ReactNode {
  switch (objective.name) {
    case 'dpo': {
      const z = margin()
      if (objective.variant === 'hinge') {
        return hingeLoss(
          <>
            <O>(</O>
            {z}
            <O>)</O>
          </>,
        )
      }
      return sigmoidLoss(z, objective.labelSmoothing, objective.variant === 'robust')
    }
    case 'simpo': {
      const gamma = <Valued symbol="γ" value={formatSetting(simpoGamma(objective))} />
      const z = (
        <Row>
          {margin()}
          <O>−</O>
          {gamma}
        </Row>
      )
      if (objective.variant === 'hinge') {
        return hingeLoss(
          <>
            <O>(</O>
            {z}
            <O>)</O>
          </>,
        )
      }
      return sigmoidLoss(z, objective.labelSmoothing)
    }
    case 'ipo':
      return (
        <Sup>
          <Row>
            <O>(</O>
            {margin('h')}
            <O>−</O>
            <Frac>
              <N>1</N>
              <Row>
                <N>2</N>
                {beta(objective.beta)}
              </Row>
            </Frac>
            <O>)</O>
          </Row>
          <N>2</N>
        </Sup>
      )
    case 'orpo':
      return (
        <>
          <O form="prefix">−</O>
          <Term of="logps_avg/chosen">
            <Fn>log</Fn>
            <Sub>
              <I>p</I>
              <I>w</I>
            </Sub>
          </Term>
          <O>−</O>
          <Valued symbol="λ" value={formatSetting(objective.lambda)} />
          {logSigmoid(
            <Term of="rewards/margins">
              <Fn>log</Fn>
              <Frac>
                <Sub>
                  <Name>odds</Name>
                  <I>w</I>
                </Sub>
                <Sub>
                  <Name>odds</Name>
                  <I>l</I>
                </Sub>
              </Frac>
            </Term>,
          )}
        </>
      )
    case 'sft':
      return (
        <>
          <O form="prefix">−</O>
          {perToken(y('w'))}
          <Term of="logps/chosen" side="chosen">
            <Fn>log</Fn>
            {likelihood(y('w'))}
          </Term>
        </>
      )
  }
}

/** ℒ = ... */
export function lossLine(objective: ObjectiveOptions): ReactNode {
  const weight = 'sftWeight' in objective ? objective.sftWeight : 0
  return (
    <Row>
      <Term of="loss">
        <I>ℒ</I>
      </Term>
      <O>=</O>
      {core(objective)}
      {weight > 0 && (
        <>
          <O>+</O>
          <N>{formatSetting(weight)}</N>
          <Sub>
            <I>ℒ</I>
            <Name>SFT</Name>
          </Sub>
        </>
      )}
    </Row>
  )
}
