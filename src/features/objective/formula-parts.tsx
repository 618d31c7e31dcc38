/** @file The terms that the formulas of all objectives are made of. */
import type { ReactNode } from 'react'
import { formatSetting } from '../../components/format'
import { Fn, Frac, Gap, I, N, Name, O, Row, Sub, Term, Valued } from './mathml'

export const beta = (value: number) => <Valued symbol="β" value={formatSetting(value)} />

export const y = (side: 'w' | 'l') => (
  <Sub>
    <I>y</I>
    <I>{side}</I>
  </Sub>
)

const rewardOf = (side: 'w' | 'l', letter = 'r') => (
  <Term of={side === 'w' ? 'rewards/chosen' : 'rewards/rejected'} side={side === 'w' ? 'chosen' : 'rejected'}>
    <Sub>
      <I>{letter}</I>
      <I>{side}</I>
    </Sub>
  </Term>
)

/** r_w − r_l: the reward margin. */
export const margin = (letter = 'r') => (
  <Term of="rewards/margins">
    {rewardOf('w', letter)}
    <O>−</O>
    {rewardOf('l', letter)}
  </Term>
)

/** log σ(inside) */
export const logSigmoid = (inside: ReactNode) => (
  <>
    <Fn>log</Fn>
    <I>σ</I>
    <O>(</O>
    {inside}
    <O>)</O>
  </>
)

export const likelihood = (of: ReactNode) => (
  <Row>
    <I>π</I>
    <O>(</O>
    {of}
    <O>)</O>
  </Row>
)

export const length = (of: ReactNode) => (
  <Term of="eval_length/spearman_within">
    <O stretchy="false">|</O>
    {of}
    <O stretchy="false">|</O>
  </Term>
)

/** π over the reference; under sDPO the reference is the model that the last stage left. */
export const ratio = (moving: boolean) => (
  <Term of="logps_delta/chosen">
    <Frac>
      {likelihood(<I>y</I>)}
      <Row>
        <Sub>
          <I>π</I>
          {moving ? <Name>stage t−1</Name> : <Name>ref</Name>}
        </Sub>
        <O>(</O>
        <I>y</I>
        <O>)</O>
      </Row>
    </Frac>
  </Term>
)

/** 1/|y|, what makes a sum over tokens a mean. */
export const perToken = (of: ReactNode) => (
  <>
    <Gap />
    <Frac>
      <N>1</N>
      {length(of)}
    </Frac>
  </>
)
