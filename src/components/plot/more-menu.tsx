/** @file The small menu at the corner of every graphic, and the items that all of them have. */
import { ActionIcon, Menu } from '@mantine/core'
import { EllipsisVertical, FileImage, FileType } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../i18n/words'
import type { PictureForm } from './export-plot'

export const menuIcon = { size: 14, 'aria-hidden': true } as const

export function MoreMenu({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Menu position="bottom-end" shadow="sm" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={20} w={16} miw={16} aria-label={words.charts.menu.label(title)}>
          <EllipsisVertical {...menuIcon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}

export function SaveItems({ onSave }: { onSave: (form: PictureForm) => void }) {
  return (
    <>
      <Menu.Item leftSection={<FileImage {...menuIcon} />} onClick={() => onSave('png')}>
        {words.takeAway.png}
      </Menu.Item>
      <Menu.Item leftSection={<FileType {...menuIcon} />} onClick={() => onSave('svg')}>
        {words.takeAway.svg}
      </Menu.Item>
    </>
  )
}
