/** @file The page as a link, to copy; what is inside comes when it is first opened. */
import { Drawer } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { words } from '../../i18n/words'
import { useUi } from '../../store/playground'
import { openSheet } from '../../store/ui-store'

const ShareContent = lazy(() => import('./share-content'))

export function ShareSheet() {
  const opened = useUi((state) => state.sheet === 'share')
  return (
    <Drawer
      opened={opened}
      onClose={() => openSheet(null)}
      title={words.sharing.title}
      position="right"
      size="min(560px, 100vw)"
      closeButtonProps={{ 'aria-label': words.sharing.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      <Suspense fallback={<p>{words.views.loading}</p>}>
        <ShareContent />
      </Suspense>
    </Drawer>
  )
}
