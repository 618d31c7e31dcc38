/** @file How a report looks: on the screen, and on A4 in black and white. */

export const REPORT_CSS = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 900px; background: #fff; color: #1a1c20; font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Helvetica, Arial, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0 0 8px; font-size: 24px; letter-spacing: -0.01em; }
h2 { margin: 32px 0 8px; font-size: 16px; padding-bottom: 4px; border-bottom: 1px solid #c9c9c3; }
p { margin: 0 0 8px; }
ul { margin: 0; padding-left: 20px; }
.note { color: #5c6068; font-size: 12px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 8px 24px; margin: 0 0 8px; }
.facts dt { color: #5c6068; font-size: 12px; }
.facts dd { margin: 0; }
.formula { font-family: 'STIX Two Math', Cambria, 'Liberation Serif', Georgia, serif; font-size: 17px; margin-left: 16px; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid #e4e4df; font-weight: 400; overflow-wrap: anywhere; }
thead th { color: #5c6068; font-size: 12px; border-bottom-color: #c9c9c3; }
.number { text-align: right; white-space: nowrap; }
.meaning { color: #5c6068; font-size: 12px; }
.plots { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; }
.plots h2 { grid-column: 1 / -1; }
.plots figure { margin: 0; }
.plots svg { display: block; width: 100%; height: auto; }
.samples td { width: 33%; }
.settings { columns: 2; column-gap: 32px; }
.settings thead { display: none; }
.settings th { width: 45%; color: #5c6068; }
.text { white-space: pre-wrap; }
.code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; overflow-wrap: anywhere; background: #f3f3f0; padding: 8px 12px; }
@media (max-width: 600px) {
  body { padding: 16px 16px 32px; }
  .plots { grid-template-columns: 1fr; }
  .settings { columns: 1; }
  .meaning, thead th:nth-child(5) { display: none; }
}
@media print {
  @page { size: A4; margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; margin-top: 20px; }
  figure, tr, .facts, .formula, .code { break-inside: avoid; }
  .note, .meaning, thead th, .facts dt { color: #333; }
  .meaning { font-size: 8.5pt; }
  .code { background: none; border: 1px solid #999; }
  a { color: inherit; text-decoration: none; }
}
`
