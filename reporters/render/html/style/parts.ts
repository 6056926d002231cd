/** The style sheet of failures, galleries, tables and filters. */
export const partsStyle = `
.badge { display: inline-block; font-weight: 650; font-size: 12px; margin-right: 8px }
.badge.failed, .badge.error { color: var(--failed) } .badge.undecided { color: var(--undecided) } .badge.passed { color: var(--passed) } .badge.skipped { color: var(--faint) }
.failure { border-top: 1px solid var(--rule); padding: 22px 0 34px } .failure:first-of-type { border-top: 2px solid var(--failed) } .failure.undecided:first-of-type { border-color: var(--undecided) }
.failure:focus { outline: none } .failure:target > h3 { text-decoration: underline; text-decoration-color: var(--failed); text-underline-offset: 5px; text-decoration-thickness: 2px }
.failure h3 { font-size: 19px; margin: 2px 0 14px }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 18px 44px; align-items: start }
.quantity { font-size: 14px } .figures { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 14px; margin: 2px 0 10px }
.figures b { font-size: 32px; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; color: var(--failed) } .undecided .figures b { color: var(--undecided) } .figures span { color: var(--faint); font-size: 16px }
dl { margin: 0; font-size: 13px; line-height: 1.45 } dl div { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 12px; padding: 3px 0 } dt { color: var(--faint) } dd { margin: 0 }
.advice, .notes { list-style: none; margin: 14px 0 0; padding: 0; font-size: 13px; color: var(--faint); max-width: 96ch } .advice li, .notes li { margin-top: 3px } .advice { color: var(--ink) }
.missed { margin: 0 0 22px; color: var(--failed) }
pre { margin: 8px 0 0; padding: 12px 14px; background: var(--surface); border-radius: 6px; font: 12.5px/1.55 var(--mono); white-space: pre-wrap }
.reproduce { display: flex; align-items: center; gap: 12px; margin-top: 18px; padding: 8px 12px; background: var(--surface); border-radius: 6px; font-size: 12.5px }
.reproduce span { color: var(--faint) } .reproduce code { flex: 1; min-width: 0; overflow-x: auto; white-space: nowrap; scrollbar-width: thin } .reproduce button { font-size: 12px; padding: 1px 10px }
.gallery { margin-top: 20px } .gallery ul { list-style: none; margin: 10px 0 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(236px, 1fr)); gap: 12px }
.card { background: var(--surface); border-radius: 8px; padding: 12px } .panels { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px }
figure { margin: 0 } .card figcaption { font-size: 11px; color: var(--faint); margin-top: 3px; white-space: nowrap } .card img { display: block; width: 100%; height: auto; image-rendering: pixelated; border-radius: 3px; background: #fff }
.classes { display: flex; gap: 6px; margin-top: 8px; font-size: 14px; align-items: baseline; min-width: 0 } .classes b { color: var(--failed) } .confidence { margin-left: auto; color: var(--faint); font-size: 12.5px; white-space: nowrap } .sizes { font-size: 11.5px; color: var(--faint); margin-top: 2px }
.changed { font-size: 14px; line-height: 1.5; overflow-wrap: anywhere } .changed del { color: var(--faint) } .changed ins { color: var(--failed); font-weight: 650; text-decoration: none }
.changes { font-size: 12.5px; width: 100%; border-collapse: collapse } .changes th { font-weight: 400; text-align: left } .changes td { text-align: right; padding-left: 10px; white-space: nowrap }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 14px } .js .toolbar { display: flex } .toolbar input { flex: 1 1 260px; padding: 6px 12px; font-size: 14px; min-width: 0 } .toolbar input::placeholder { color: var(--faint); opacity: 1 }
.chip { font-size: 13px; padding: 5px 12px; border-radius: 99px } .chip[aria-pressed="false"] { color: var(--faint); text-decoration: line-through; background: var(--surface) }
details > summary { cursor: pointer; width: fit-content; padding: 4px 0; margin-bottom: 8px } details > summary:hover { text-decoration: underline; text-underline-offset: 4px }
.chip.failed, .chip.error { color: var(--failed) } .chip.passed { color: var(--passed) } .chip.undecided { color: var(--undecided) }
.gates { width: 100%; border-collapse: collapse; font-size: 13.5px; line-height: 1.4 } .gates th, .gates td { text-align: left; padding: 6px 14px 6px 0; vertical-align: top; font-weight: 400 }
.gates thead th, .grid thead th { font-size: 12px; color: var(--faint); border-bottom: 1px solid var(--ink); vertical-align: bottom; white-space: nowrap }
.gates tbody tr + tr > * { border-top: 1px solid var(--rule) } .gates .file th { padding-top: 22px; font-weight: 620; font-size: 13.5px } .gates .file span { color: var(--faint); font-weight: 400; margin-left: 8px }
.gates small { display: block; color: var(--faint); font-size: 12px; max-width: 62ch } .gates .line { padding-top: 7px; width: 150px } .gates .sign { width: 22px; padding-right: 4px } .gates .badge { margin: 0; font-size: 14px } .gates tbody th { min-width: 16ch } .gates .what { color: var(--faint); min-width: 15ch }
.gates .right, .grid .right { text-align: right } .faint { color: var(--faint) } .gates .measured, .gates .need, .gates .bounds, .gates .inputs { white-space: nowrap } tr[data-state="failed"] .measured { color: var(--failed); font-weight: 650 } .nothing { padding: 18px 0; color: var(--faint) }
.gates th.right, .gates td.right:last-child { padding-right: 0 } .gates thead th.right { padding-right: 14px } .gates thead th.right:last-child { padding-right: 0 }
th button { border: 0; padding: 0; font: inherit; color: inherit; border-radius: 0 } th[aria-sort] button { color: var(--ink); font-weight: 650 } th[aria-sort="ascending"] button::after { content: " ↑" } th[aria-sort="descending"] button::after { content: " ↓" }
.scroll { overflow-x: auto; margin-top: 10px; max-width: 100% } .grid { border-collapse: collapse; font-size: 13px } .grid th, .grid td { text-align: left; padding: 4px 18px 4px 0; font-weight: 400; white-space: nowrap } .grid tbody tr:hover > * { background: var(--surface) } .grid tbody tr + tr > * { border-top: 1px solid var(--rule) } .grid .right:last-child { padding-right: 4px }
.grid .best, .grid .above { font-weight: 650; color: var(--passed) } .grid .worst, .grid .below, .grid .fail { color: var(--failed) } .grid .strong { font-weight: 650 } .mark { font-size: .85em }
.heat { background: color-mix(in oklab, var(--hue) var(--heat), var(--paper)); color: var(--ink) !important } .grid .heat { text-align: right; padding: 4px 10px; border: 1px solid var(--paper) !important } .dense th, .dense td { padding: 2px 4px } .dense .heat.right { padding: 2px 6px; min-width: 22px; text-align: center } .dense th.right { text-align: center }
.classes-of + .classes-of { margin-top: 40px } .classes-of .columns { margin-top: 10px; grid-template-columns: minmax(0, auto) minmax(0, 1fr) } .matrix { border-collapse: separate; border-spacing: 2px; font-size: 12px } .matrix th { max-width: 18ch; overflow: hidden; text-overflow: ellipsis; font-weight: 400; color: var(--faint); padding: 2px 6px; text-align: right; white-space: nowrap } .matrix thead th { text-align: center; vertical-align: bottom } .matrix.long thead span { writing-mode: vertical-rl; rotate: 180deg; max-height: 11em; display: inline-block; overflow: hidden; text-overflow: ellipsis } .matrix td { min-width: 28px; text-align: center; padding: 4px 5px; border-radius: 3px } .matrix .none { color: var(--rule) } img.matrix { width: 400px; max-width: 100%; height: auto; image-rendering: pixelated } .classes-of figcaption, .thumbnails figcaption { font-size: 12px; color: var(--faint); margin-top: 6px }
.thumbnails { margin-top: 12px } .thumbnails img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; border-radius: 4px }
@media (max-width: 820px) { .columns, .classes-of .columns { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 760px) {
  .gates, .gates tbody { display: block } .gates thead { display: none } .gates tr { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; gap: 1px 8px; padding: 8px 0 } .gates th, .gates td { padding: 0 } .gates tbody tr + tr > * { border: 0 } .gates tbody tr + tr { border-top: 1px solid var(--rule) }
  .gates .file { display: block; padding-top: 18px } .gates .file th { padding: 0 } .gates .what { grid-column: 2; grid-row: 2; font-size: 12.5px } .gates .measured { grid-column: 3; grid-row: 1 } .gates .need { grid-column: 3; grid-row: 2; color: var(--faint) } .gates .line { grid-column: 2; grid-row: 3 } .gates .bounds { grid-column: 3; grid-row: 3; font-size: 12px } .gates .inputs { display: none }
  dl div { grid-template-columns: 84px minmax(0, 1fr) } .figures b { font-size: 28px }
}
`;
