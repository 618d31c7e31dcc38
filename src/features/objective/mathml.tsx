/** @file MathML elements for React, whose types do not know them, and the terms that light up with their curve. */
import { createElement, type PointerEvent, type ReactNode } from 'react'
import { colorVar } from '../../components/theme'
import type { MetricKey } from '../../protocol/metrics'
import { useUi } from '../../store/playground'
import { setHighlight } from '../../store/ui-store'
import styles from './formula.module.css'

interface MathProps {
  children?: ReactNode
}

export const I = ({ children }: MathProps) => createElement('mi', null, children)
/** An upright name of several letters. */
export const Name = ({ children }: MathProps) => createElement('mi', { mathvariant: 'normal' }, children)
export const N = ({ children }: MathProps) => createElement('mn', null, children)
export const O = ({ children, ...rest }: MathProps & Record<string, unknown>) => createElement('mo', rest, children)
export const Row = ({ children }: MathProps) => createElement('mrow', null, children)
export const Sub = ({ children }: MathProps) => createElement('msub', null, children)
export const Sup = ({ children }: MathProps) => createElement('msup', null, children)
export const Frac = ({ children }: MathProps) => createElement('mfrac', null, children)
export const Gap = () => createElement('mspace', { width: '0.17em' })
/** A function, with a thin gap on either side. */
export const Fn = ({ children }: MathProps) => (
  <>
    <Gap />
    <Name>{children}</Name>
    <Gap />
  </>
)

/** A symbol with its current value below it. */
export const Valued = ({ symbol, value }: { symbol: ReactNode; value: string }) =>
  createElement('munder', { className: styles.valued }, <I>{symbol}</I>, <N>{value}</N>)

interface TermProps extends MathProps {
  /** The curve that shows this term. */
  of: MetricKey
  side?: 'chosen' | 'rejected'
}

/** A term of the formula and its curve light up together, whichever is pointed at. */
export function Term({ of, side, children }: TermProps) {
  const lit = useUi((state) => state.highlight === of)
  return createElement(
    'mrow',
    {
      className: styles.term,
      'data-lit': lit || undefined,
      style: side ? { color: colorVar(side) } : undefined,
      // Terms nest: the innermost one under the pointer counts, and its parent again once it is left.
      onPointerOver: (event: PointerEvent) => {
        event.stopPropagation()
        setHighlight(of)
      },
      onPointerOut: () => setHighlight(null),
    },
    children,
  )
}
