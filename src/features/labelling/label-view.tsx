/** @file Labelling pairs. */

export default function LabelView() {
  return null
}
