/** @file The menu of a graphic that the page itself draws: it saves every `data-drawn` within the nearest `data-picture`. */
import { useRef } from 'react'
import { saveElements } from './export-element'
import { MoreMenu, SaveItems } from './more-menu'
import classes from './picture-menu.module.css'

interface Props {
  title: string
  /** Asked for when it is saved. */
  caption: () => string | undefined
  /** Stands before the title in the file's name: whose picture it is. */
  of?: string | undefined
}

export function PictureMenu({ title, caption, of }: Props) {
  const place = useRef<HTMLSpanElement>(null)
  return (
    <span ref={place} className={classes.menu}>
      <MoreMenu title={title}>
        <SaveItems
          onSave={(form) => {
            const drawn = place.current?.closest('[data-picture]')?.querySelectorAll('[data-drawn]') ?? []
            void saveElements([...drawn], { title, caption: caption(), of }, form)
          }}
        />
      </MoreMenu>
    </span>
  )
}
