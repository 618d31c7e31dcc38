/** @file A piece of a run's line, as the plots draw it. */
import { colorVar } from '../theme'
import { runLook } from './run-look'

export function RunSwatch({ place }: { place: number }) {
  const { color, dash } = runLook(place)
  return (
    <svg width="24" height="8" viewBox="0 0 24 8" aria-hidden focusable="false" style={{ flex: 'none' }}>
      <line
        x1="0"
        y1="4"
        x2="24"
        y2="4"
        stroke={colorVar(color)}
        strokeWidth="2"
        strokeDasharray={dash.map((part) => part * 0.8).join(' ')}
      />
    </svg>
  )
}
