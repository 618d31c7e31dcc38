/** @file The four numbered sections, in the order in which one thinks of them. */
import { DataPanel } from '../features/dataset/data-panel'
import { MemoryLine } from '../features/memory/memory-line'
import { MemorySettings } from '../features/memory/memory-settings'
import { ModelPanel } from '../features/model/model-panel'
import { ObjectivePanel } from '../features/objective/objective-panel'
import { TrainingPanel } from '../features/objective/training-panel'
import { Lockable } from '../features/sharing/lockable'
import { BUNDLED_MODEL } from './start'

export function Controls() {
  return (
    <>
      <Lockable section="data">
        <DataPanel />
      </Lockable>
      <Lockable section="model">
        <ModelPanel bundled={BUNDLED_MODEL} />
      </Lockable>
      <Lockable section="objective">
        <ObjectivePanel />
      </Lockable>
      <Lockable section="training">
        <TrainingPanel
          memory={
            <>
              <MemoryLine />
              <MemorySettings />
            </>
          }
        />
      </Lockable>
    </>
  )
}
