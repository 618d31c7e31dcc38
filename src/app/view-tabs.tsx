/** @file What stands in the middle: the plots, or one of the views beside them; and the list of runs. */
import { Rows3 } from 'lucide-react'
import { words } from '../i18n/words'
import { useUi } from '../store/playground'
import { showView, uiStore, type View } from '../store/ui-store'
import styles from './view-tabs.module.css'

const VIEWS: View[] = ['plots', 'inside', 'sweep', 'label']

/** The word of a view; `label` names the list itself. */
const nameOf = (view: View): string => (view === 'label' ? words.views.labelling : words.views[view])

export function ViewTabs() {
  const view = useUi((state) => state.view)
  const runsOpen = useUi((state) => state.runsOpen)
  return (
    <div className={styles.bar}>
      <nav aria-label={words.views.label} className={styles.views}>
        {VIEWS.map((one) => (
          <button
            key={one}
            type="button"
            className={styles.view}
            aria-current={view === one ? 'page' : undefined}
            onClick={() => showView(one)}
          >
            {nameOf(one)}
          </button>
        ))}
      </nav>
      <button
        type="button"
        className={styles.view}
        aria-expanded={runsOpen}
        title={`${words.views.runs} (c)`}
        onClick={() => uiStore.setState({ runsOpen: !runsOpen })}
      >
        <Rows3 size={14} aria-hidden />
        {words.views.runs}
      </button>
    </div>
  )
}
