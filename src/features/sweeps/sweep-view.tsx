/** @file Sweeps. */

export default function SweepView() {
  return null
}
