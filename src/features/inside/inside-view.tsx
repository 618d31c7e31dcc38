/** @file What goes on inside of a run. */

export default function InsideView() {
  return null
}
