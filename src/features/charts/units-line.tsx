/** @file Says when overlaid margins or losses are in other units than the run's own, and offers what compares. */
import { useState } from 'react'
import { useStore } from 'zustand'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { RunConfig } from '../../protocol/run-config'
import { unitMismatch } from '../../store/plots/margin-units'
import { compareAlike, plotView } from '../../store/plots/plot-view'
import type { Overlay } from '../../store/runs/overlays'
import classes from './charts.module.css'

interface Props {
  config: RunConfig | null
  overlays: readonly Overlay[]
}

export function UnitsLine({ config, overlays }: Props) {
  const comparable = useStore(plotView, (view) => view.comparable)
  const [open, setOpen] = useState(false)
  const text = words.library.units
  const found = config ? overlays.map(({ name, config: other }) => ({ name, ...unitMismatch(config, other) })) : []
  const margins = found.filter((one) => one.margins).map(({ name }) => name)
  const losses = found.filter((one) => one.losses).map(({ name }) => name)
  const names = [...new Set([...margins, ...losses])].join(', ')
  if (names === '') return null
  return (
    <div className={classes.units} data-quiet={comparable || undefined}>
      <span role="status">{comparable ? text.hidden(names) : warning(margins.join(', '), losses.join(', '))}</span>
      {comparable ? (
        <LinkButton onClick={() => plotView.setState({ comparable: false })}>{text.again}</LinkButton>
      ) : (
        <LinkButton onClick={compareAlike}>{text.compare}</LinkButton>
      )}
      <LinkButton aria-expanded={open} onClick={() => setOpen(!open)}>
        {text.whyLabel}
      </LinkButton>
      {open && <p>{text.why}</p>}
    </div>
  )
}

function warning(margins: string, losses: string): string {
  const text = words.library.units
  if (margins === losses) return text.both(margins)
  if (losses === '') return text.margins(margins)
  return margins === '' ? text.losses(losses) : text.mixed(margins, losses)
}
