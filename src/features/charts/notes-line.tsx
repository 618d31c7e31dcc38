/** @file The line under a plot: how to read it, or what is well known about what it shows now. */
import { Popover } from '@mantine/core'
import { Lightbulb } from 'lucide-react'
import { useCallback } from 'react'
import { useLive } from '../../components/plot/use-live'
import { useChartRun } from './chart-context'
import classes from './charts.module.css'
import { type Note, type NotedPlot, notesOf } from './notes'
import { summarise } from './summary'

/** As text, so that React renders when a note says something new, and not otherwise. */
export function Notes({ plot, howTo }: { plot: NotedPlot; howTo: string }) {
  const { figures, config } = useChartRun()
  const compute = useCallback(
    () => JSON.stringify(notesOf(summarise(figures, config)).filter((note) => note.plot === plot)),
    [figures, config, plot],
  )
  const notes = JSON.parse(useLive(figures, compute, 1000)) as Note[]
  const first = notes[0]
  if (!first) {
    return (
      <p className={classes.noteLine} title={howTo}>
        {howTo}
      </p>
    )
  }
  return (
    <div className={classes.noteLine} aria-live="polite">
      <Popover width={320} position="top-start" shadow="md" withArrow withinPortal>
        <Popover.Target>
          <button type="button" className={classes.note}>
            <Lightbulb size={13} aria-hidden />
            <span>{first.title}</span>
            {notes.length > 1 && <em>+{notes.length - 1}</em>}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          {notes.map((note) => (
            <section key={note.id} className={classes.noteText}>
              <strong>{note.title}</strong>
              <p>{note.text}</p>
            </section>
          ))}
          <p className={classes.howTo}>{howTo}</p>
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
