/** @file Dates as Python's strftime writes them in its default locale, whatever the visitor's is. */

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/** `%-d` is `%d` without padding. A code that is not known stays as it is. */
export function strftime(date: Date, format: string): string {
  return format.replace(/%(-?)([a-zA-Z%])/g, (written, plain: string, code: string) => {
    const part = partOf(date, code)
    if (part === null) return written
    return plain ? part.replace(/^0+(?=\d)/, '') : part
  })
}

function partOf(date: Date, code: string): string | null {
  const padded = (value: number, width = 2): string => String(value).padStart(width, '0')
  const month = MONTHS[date.getMonth()]!
  const day = DAYS[date.getDay()]!
  switch (code) {
    case 'Y':
      return String(date.getFullYear())
    case 'y':
      return padded(date.getFullYear() % 100)
    case 'm':
      return padded(date.getMonth() + 1)
    case 'B':
      return month
    case 'b':
      return month.slice(0, 3)
    case 'd':
      return padded(date.getDate())
    case 'j':
      return padded(dayOfYear(date), 3)
    case 'A':
      return day
    case 'a':
      return day.slice(0, 3)
    case 'H':
      return padded(date.getHours())
    case 'I':
      return padded(date.getHours() % 12 || 12)
    case 'p':
      return date.getHours() < 12 ? 'AM' : 'PM'
    case 'M':
      return padded(date.getMinutes())
    case 'S':
      return padded(date.getSeconds())
    case '%':
      return '%'
    default:
      return null
  }
}

function dayOfYear(date: Date): number {
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()]
  return (Date.UTC(year, month, day) - Date.UTC(year, 0, 0)) / DAY_MILLISECONDS
}
