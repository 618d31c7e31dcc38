/** @file The second line of each formula: what counts as the reward inside the loss. */
import type { ReactNode } from 'react'
import type { ObjectiveOptions } from '../../protocol/objectives'
import { beta, length, likelihood, margin, perToken, ratio } from './formula-parts'
import { Fn, Frac, I, N, Name, O, Row, Sup, Term } from './mathml'

const equation = (left: ReactNode, right: ReactNode) => (
  <Row>
    {left}
    <O>=</O>
    {right}
  </Row>
)

/** r = ..., what the margin is made of; null where the loss says it all. */
export function rewardLine(objective: ObjectiveOptions, moving: boolean): ReactNode {
  switch (objective.name) {
    case 'dpo': {
      const reward = equation(
        <I>r</I>,
        <>
          {beta(objective.beta)}
          {objective.variant === 'length-normalised' && perToken(<I>y</I>)}
          <Fn>log</Fn>
          {ratio(moving)}
        </>,
      )
      return objective.labelSmoothing > 0 && objective.variant !== 'hinge' ? withMargin(reward, margin()) : reward
    }
    case 'ipo':
      return equation(
        <I>h</I>,
        <>
          {objective.lengthNormalised && perToken(<I>y</I>)}
          <Fn>log</Fn>
          {ratio(moving)}
        </>,
      )
    case 'simpo': {
      const reward = equation(
        <I>r</I>,
        <>
          {beta(objective.beta)}
          {objective.lengthNormalised && perToken(<I>y</I>)}
          <Term of={objective.lengthNormalised ? 'logps_avg/chosen' : 'logps/chosen'}>
            <Fn>log</Fn>
            {likelihood(<I>y</I>)}
          </Term>
        </>,
      )
      const gamma = (
        <Row>
          {margin()}
          <O>−</O>
          <I>γ</I>
        </Row>
      )
      return objective.labelSmoothing > 0 && objective.variant !== 'hinge' ? withMargin(reward, gamma) : reward
    }
    case 'orpo':
      return equation(
        <Name>odds</Name>,
        <Row>
          <Frac>
            <I>p</I>
            <Row>
              <N>1</N>
              <O>−</O>
              <I>p</I>
            </Row>
          </Frac>
          <O>,</O>
          <I>p</I>
          <O>=</O>
          <Sup>
            {likelihood(<I>y</I>)}
            <Row>
              <N>1</N>
              <O>/</O>
              {length(<I>y</I>)}
            </Row>
          </Sup>
        </Row>,
      )
    case 'sft':
      return null
  }
}

const withMargin = (reward: ReactNode, z: ReactNode) => (
  <Row>
    <I>z</I>
    <O>=</O>
    {z}
    <O>,</O>
    {reward}
  </Row>
)
