/** @file The menu of a graphic that the page itself draws: it saves the nearest `data-picture`, of it what is `data-drawn`. */
import { useRef } from 'react'
import { saveElements } from './export-element'
import type { PictureAbout } from './export-plot'
import { MoreMenu, SaveItems } from './more-menu'
import classes from './picture-menu.module.css'

interface Props {
  title: string
  /** Asked for when it is saved. */
  about: () => PictureAbout
}

export function PictureMenu({ title, about }: Props) {
  const place = useRef<HTMLSpanElement>(null)
  return (
    <span ref={place} className={classes.menu}>
      <MoreMenu title={title}>
        <SaveItems
          onSave={(form) => {
            const picture = place.current?.closest('[data-picture]')
            const drawn = picture?.matches('[data-drawn]') ? [picture] : picture?.querySelectorAll('[data-drawn]')
            void saveElements([...(drawn ?? [])], { title, ...about() }, form)
          }}
        />
      </MoreMenu>
    </span>
  )
}
