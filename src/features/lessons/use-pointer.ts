/** @file Frames the plot that a step speaks of, wherever it stands on the page and whenever it appears. */
import { useEffect, useState } from 'react'
import { words } from '../../i18n/words'
import type { PlotName } from '../../store/lessons/lesson-plans'
import styles from './use-pointer.module.css'

/** Small plots fold into tabs where there is little room: the tab that holds one. */
type Tab = keyof typeof words.charts.groups

const PLACES: Record<PlotName, { title: () => string; tab: Tab | null }> = {
  margin: { title: () => words.charts.margin.title, tab: null },
  logProb: { title: () => words.charts.logProb.title, tab: null },
  length: { title: () => words.charts.length.title, tab: null },
  accuracy: { title: () => words.charts.accuracy.title, tab: null },
  kl: { title: () => words.charts.small.kl.title, tab: 'optimizer' },
  judge: { title: () => words.charts.small.judge.title, tab: 'samples' },
  sampleLength: { title: () => words.charts.small.sampleLength.title, tab: 'samples' },
  gap: { title: () => words.charts.gap.title, tab: 'pairs' },
  contingency: { title: () => words.charts.contingency.title, tab: 'pairs' },
}

/** A figure is labelled by its title. */
const titleOf = (figure: Element): string | null | undefined => {
  const id = figure.getAttribute('aria-labelledby')
  return id ? document.getElementById(id)?.textContent : null
}

const figureOf = (title: string): Element | undefined =>
  [...document.querySelectorAll('main figure')].find((figure) => titleOf(figure) === title)

export interface Pointed {
  title: string | null
  /** The tab that it may be hidden in. */
  tab: string | null
  onPage: boolean
  /** Brings it into view. */
  reveal: () => void
}

/** Here the plots scroll by themselves, so bringing one into view takes the reader nowhere. */
const OWN_SCROLL = '(min-width: 1100px)'

export function usePointer(plot: PlotName | null): Pointed {
  const place = plot && PLACES[plot]
  const title = place ? place.title() : null
  const [onPage, setOnPage] = useState(false)
  useEffect(() => {
    if (title === null) return
    let framed: Element | undefined
    const mark = () => {
      const found = figureOf(title)
      if (found !== framed) {
        framed?.classList.remove(styles.framed!)
        if (matchMedia(OWN_SCROLL).matches) found?.scrollIntoView({ block: 'nearest' })
      }
      framed = found
      found?.classList.add(styles.framed!)
      setOnPage(found !== undefined)
    }
    mark()
    // Plots come and go with views, tabs and the width of the window.
    const watcher = new MutationObserver(mark)
    watcher.observe(document.body, { childList: true, subtree: true })
    return () => {
      watcher.disconnect()
      framed?.classList.remove(styles.framed!)
    }
  }, [title])
  const reveal = () => {
    if (title !== null) figureOf(title)?.scrollIntoView({ block: 'center' })
  }
  return { title, tab: place?.tab ? words.charts.groups[place.tab] : null, onPage, reveal }
}
