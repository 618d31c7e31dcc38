/** @file A verb that opens the system's dialog for files, or for a folder with all that is in it. */
import { type ChangeEvent, type ComponentProps, useRef } from 'react'
import { LinkButton } from './link-button'

interface Props {
  children: string
  title?: string
  accept?: string
  /** A folder is chosen instead of files. */
  folder?: boolean
  disabled?: boolean
  onChoose: (files: { path: string; file: File }[]) => void
}

/** React's types do not know the attribute, which every browser does. */
const FOLDER = { webkitdirectory: '', multiple: true } as ComponentProps<'input'>

export function FileLink({ children, title, accept, folder, disabled, onChoose }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.currentTarget.files ?? [])]
    onChoose(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })))
    // The same files can be chosen again, once they were mended.
    event.currentTarget.value = ''
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={accept}
        aria-label={children}
        onChange={choose}
        {...(folder ? FOLDER : {})}
      />
      <LinkButton title={title} disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </LinkButton>
    </>
  )
}
