/** @file Says above the plots why a run could not be kept, while the list that would say it is closed. */
import { ErrorCard } from '../../components/error-card'
import { useLibrary, usePlayground, useUi } from '../../store/playground'

export function LibraryFault() {
  const { library } = usePlayground()
  const error = useLibrary((state) => state.error)
  const open = useUi((state) => state.runsOpen)
  return error && !open ? <ErrorCard error={error} onDismiss={library.dismissError} /> : null
}
