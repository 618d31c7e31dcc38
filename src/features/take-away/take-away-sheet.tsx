/** @file What can be taken along of a run, over the page. */
import { Drawer } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { words } from '../../i18n/words'
import { useUi } from '../../store/playground'
import { closeSheet } from '../../store/ui-store'

const Content = lazy(() => import('./take-away-content'))

/** @param model Verbs that save the tuned weights. */
export function TakeAwaySheet({ model }: { model: ReactNode }) {
  const opened = useUi((state) => state.sheet === 'take-away')
  return (
    <Drawer
      opened={opened}
      onClose={closeSheet}
      title={words.takeAway.title}
      position="right"
      size="min(560px, 100vw)"
      closeButtonProps={{ 'aria-label': words.takeAway.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      <Suspense fallback={words.views.loading}>
        <Content model={model} />
      </Suspense>
    </Drawer>
  )
}
