/** @file The plots with the config of the run that they show: never the one being edited. */

import { ChartsPanel } from '../features/charts/charts-panel'
import { useConfig, usePlayground, useSession } from '../store/playground'
import { NoticeList } from './notice-list'

export function Plots() {
  const { figures } = usePlayground()
  const runConfig = useSession((s) => s.runConfig)
  const recorded = useSession((s) => s.recorded?.name ?? null)
  // Before the first run the form is what the empty plots stand for.
  const edited = useConfig((state) => state.config)
  return (
    <>
      <NoticeList />
      <ChartsPanel figures={figures} config={runConfig ?? edited} recorded={recorded} />
    </>
  )
}
