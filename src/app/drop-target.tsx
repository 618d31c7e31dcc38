/** @file The whole page takes files and folders that are dropped on it; what they are decides what becomes of them. */
import { FileUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { droppedFiles } from '../client/dropped-files'
import { words } from '../i18n/words'
import { usePlayground, useSession } from '../store/playground'
import styles from './drop-target.module.css'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

export function DropTarget() {
  const { control } = usePlayground()
  const disabled = useSession((s) => s.replayOnly)
  const [over, setOver] = useState(false)

  useEffect(() => {
    if (disabled) return
    // Entering a child fires before leaving its parent: only the count knows whether the pointer is inside.
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth++
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const hover = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      if (event.dataTransfer) droppedFiles(event.dataTransfer).then(control.takeFiles, control.refuseFiles)
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop }
    const all = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][]
    for (const [name, listener] of all) window.addEventListener(name, listener)
    return () => {
      for (const [name, listener] of all) window.removeEventListener(name, listener)
    }
  }, [control, disabled])

  if (!over) return null
  return (
    <div className={styles.cover}>
      <div className={styles.target}>
        <FileUp size={28} aria-hidden />
        <p>{words.data.dropNow}</p>
        <p className={styles.detail}>{words.data.dropDetail}</p>
      </div>
    </div>
  )
}
