/** @file The middle of the page: the plots at once, the views beside them when they are first asked for. */
import { lazy, Suspense } from 'react'
import { words } from '../i18n/words'
import { useUi } from '../store/playground'
import styles from './middle.module.css'
import { Plots } from './plots'
import { ViewTabs } from './view-tabs'

const RunsPanel = lazy(() => import('../features/runs/runs-panel'))
const InsideView = lazy(() => import('../features/inside/inside-view'))
const SweepView = lazy(() => import('../features/sweeps/sweep-view'))
const LabelView = lazy(() => import('../features/labelling/label-view'))

export function Middle() {
  const view = useUi((state) => state.view)
  const runsOpen = useUi((state) => state.runsOpen)
  const opening = <p className={styles.opening}>{words.views.loading}</p>
  return (
    <div className={styles.middle}>
      <ViewTabs />
      {runsOpen && (
        <Suspense fallback={opening}>
          <RunsPanel />
        </Suspense>
      )}
      <div className={styles.view}>
        {view === 'plots' && <Plots />}
        <Suspense fallback={opening}>
          {view === 'inside' && <InsideView />}
          {view === 'sweep' && <SweepView />}
          {view === 'label' && <LabelView />}
        </Suspense>
      </div>
    </div>
  )
}
