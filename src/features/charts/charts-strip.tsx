/** @file The strip above the plots: which run is shown, which stand behind it, the x axis and the smoothing. */
import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { RunSwatch } from '../../components/plot/run-swatch'
import { words } from '../../i18n/words'
import { SMOOTHING_LEVELS, X_AXES } from '../../protocol/link-look'
import { usePlayground } from '../../store/playground'
import { plotView, type SmoothingLevel, setAxis } from '../../store/plots/plot-view'
import type { XAxis } from '../../store/plots/x-axis'
import type { Overlay } from '../../store/runs/overlays'
import classes from './charts.module.css'

interface Props {
  /** Of a run that was computed earlier. */
  name: string | null
  /** It is one's own. */
  own: boolean
  overlays: readonly Overlay[]
}

export function ChartsStrip({ name, own, overlays }: Props) {
  const text = words.library
  const told = words.told.recording.name
  const axis = useStore(plotView, (view) => view.axis)
  const smoothing = useStore(plotView, (view) => view.smoothing)
  return (
    <div className={classes.strip}>
      {name !== null && (
        <span className={classes.recorded} title={told(name)}>
          {own ? text.own(name) : words.charts.recorded(told(name))}
        </span>
      )}
      {overlays.length > 0 && (
        <>
          <Legend overlays={overlays} />
          <span className={classes.aside}>{text.chosenAlone}</span>
        </>
      )}
      <div className={classes.choices}>
        <label className={classes.choice}>
          {text.axis.label}
          <select
            className={classes.switch}
            value={axis}
            onChange={(event) => setAxis(event.currentTarget.value as XAxis)}
          >
            {X_AXES.map((one) => (
              <option key={one} value={one}>
                {text.axis[one]}
              </option>
            ))}
          </select>
        </label>
        <label className={classes.choice}>
          {words.charts.smoothing}
          <select
            className={classes.switch}
            value={smoothing}
            onChange={(event) => plotView.setState({ smoothing: Number(event.currentTarget.value) as SmoothingLevel })}
          >
            {SMOOTHING_LEVELS.map((level) => (
              <option key={level} value={level}>
                {level === 0 ? words.charts.off : level}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  )
}

/** From so many runs on, one press takes all of them away. */
const MANY = 2

function Legend({ overlays }: { overlays: readonly Overlay[] }) {
  const store = usePlayground().overlays
  const text = words.library
  const told = words.told.recording.name
  return (
    <ul className={classes.legend} aria-label={text.legend}>
      {overlays.map(({ key, name, color }) => (
        <li key={key} className={classes.chip} title={told(name)}>
          <RunSwatch place={color} />
          <span>{told(name)}</span>
          <button type="button" aria-label={text.takeAway(told(name))} onClick={() => store.getState().remove(key)}>
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
      {overlays.length >= MANY && (
        <li>
          <button type="button" className={classes.clear} onClick={() => store.getState().clear()}>
            {text.clear}
          </button>
        </li>
      )}
    </ul>
  )
}
