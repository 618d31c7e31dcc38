/** @file What can be done with any plot: enlarge, look at the table, change the scale, take the values along. */

import { Menu } from '@mantine/core'
import { ChartSpline, ClipboardCopy, Expand, MoveVertical, Table2 } from 'lucide-react'
import { words } from '../../i18n/words'
import type { PictureForm } from './export-plot'
import { MoreMenu, menuIcon, SaveItems } from './more-menu'

export interface PlotMenuProps {
  title: string
  view: 'plot' | 'table'
  onView: (view: 'plot' | 'table') => void
  /** Absent where the plot has no other scale. */
  scale?: 'linear' | 'asinh' | undefined
  onScale: (scale: 'linear' | 'asinh') => void
  onCopy: () => void
  onSave: (form: PictureForm) => void
  onEnlarge?: (() => void) | undefined
}

export function PlotMenu({ title, view, onView, scale, onScale, onCopy, onSave, onEnlarge }: PlotMenuProps) {
  const text = words.charts.menu
  return (
    <MoreMenu title={title}>
      {onEnlarge && (
        <Menu.Item leftSection={<Expand {...menuIcon} />} onClick={onEnlarge}>
          {text.enlarge}
        </Menu.Item>
      )}
      {view === 'plot' ? (
        <Menu.Item leftSection={<Table2 {...menuIcon} />} onClick={() => onView('table')}>
          {text.table}
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<ChartSpline {...menuIcon} />} onClick={() => onView('plot')}>
          {text.plot}
        </Menu.Item>
      )}
      {scale && (
        <Menu.Item
          leftSection={<MoveVertical {...menuIcon} />}
          onClick={() => onScale(scale === 'asinh' ? 'linear' : 'asinh')}
        >
          {scale === 'asinh' ? text.linear : text.asinh}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<ClipboardCopy {...menuIcon} />} onClick={onCopy}>
        {text.copy}
      </Menu.Item>
      <SaveItems onSave={onSave} />
    </MoreMenu>
  )
}
