/** @file The button that opens the system's file dialog, for one file or several. */
import { FileButton } from '@mantine/core'
import { LinkButton } from '../../components/link-button'
import { en } from '../../i18n/en'
import type { DataSource } from '../../protocol/messages'
import { usePlayground } from '../../store/playground'

export const asSources = (files: Iterable<File>): DataSource[] => [...files].map((file) => ({ kind: 'file', file }))

export function ChooseFiles({ disabled }: { disabled: boolean }) {
  const { control } = usePlayground()
  const choose = (files: File[]) => {
    if (files.length > 0) control.loadData(asSources(files))
  }
  return (
    <FileButton
      multiple
      accept=".jsonl,.json,.ndjson,.csv,.tsv,.gz"
      onChange={choose}
      inputProps={{ 'aria-label': en.data.choose }}
    >
      {(props) => (
        <LinkButton {...props} disabled={disabled}>
          {en.data.choose}
        </LinkButton>
      )}
    </FileButton>
  )
}
