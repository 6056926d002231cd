/** The style sheet of the page: its colours, letters and layout. Colours differ in lightness, too; blue and orange are told apart by all. */
export const layoutStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #15171a); --surface: light-dark(#f6f6f3, #1d2024); --raised: light-dark(#ffffff, #22262b);
  --ink: light-dark(#1b1d20, #e8e7e3); --faint: light-dark(#5b6168, #a3a9b0); --rule: light-dark(#dfdfd9, #363b41);
  --passed: light-dark(#1b6ca8, #76b7ea); --failed: light-dark(#b3380b, #ff9a73); --undecided: light-dark(#805b00, #e6b84a);
  --high: light-dark(#1b6ca8, #3f86c2); --low: light-dark(#c4500f, #c4662f);
  --s0: light-dark(#1b6ca8, #6db3e8); --s1: light-dark(#c4500f, #f0955c); --s2: light-dark(#1a7f5a, #56c596); --s3: light-dark(#8a4a98, #cf93dd);
  --s4: light-dark(#8a6a00, #dcb53f); --s5: light-dark(#b03060, #ee7fa5); --s6: light-dark(#46606e, #9fb9c7); --s7: light-dark(#6b5a45, #c8b395);
  --sans: "Inter", -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, system-ui, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light } :root[data-theme="dark"] { color-scheme: dark }
* { box-sizing: border-box }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere }
main, footer { max-width: 1140px; margin: 0 auto; padding: 0 28px }
a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: 3px } a:hover { text-decoration-color: currentColor }
:focus-visible { outline: 2px solid var(--passed); outline-offset: 2px; border-radius: 2px }
.script, .hidden { display: none } .js .script { display: revert }
span.hidden { display: inline; position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
svg.hidden { display: block; position: absolute; width: 0; height: 0 }
nav { position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: 20px; padding: 0 28px; height: 46px; background: var(--paper); border-bottom: 1px solid var(--rule); font-size: 13px }
nav div { display: flex; gap: 18px; overflow-x: auto; flex: 1; white-space: nowrap; scrollbar-width: none }
nav a { text-decoration: none; color: var(--faint); padding: 6px 0 } nav a:hover { color: var(--ink) } nav .brand { color: var(--ink); font-weight: 650; letter-spacing: -.01em }
button, input { font: inherit; color: inherit; background: none; border: 1px solid var(--rule); border-radius: 6px } button { cursor: pointer }
nav button { font-size: 12px; padding: 2px 10px; color: var(--faint) } nav button:hover { color: var(--ink) }
h1 { font-size: clamp(28px, 4.4vw, 44px); line-height: 1.12; letter-spacing: -.025em; font-weight: 680; margin: 0 0 26px; text-wrap: balance }
h2 { font-size: 23px; line-height: 1.25; letter-spacing: -.015em; font-weight: 650; margin: 0 0 18px }
h3 { font-size: 17px; line-height: 1.35; font-weight: 620; margin: 0; letter-spacing: -.005em } h4 { font-size: 13px; font-weight: 600; margin: 0 }
p { margin: 0 } section { padding: 52px 0 0 } section.table { padding: 34px 0 0 }
.kicker { font-size: 12.5px; color: var(--faint) } .subtitle { color: var(--faint); font-size: 13px; max-width: 88ch }
.verdict { padding: 52px 0 0 } .verdict .kicker { margin-bottom: 8px }
.verdict.failed h1, .verdict.error h1 { color: var(--failed) }
.bar { display: flex; gap: 2px; height: 12px; border-radius: 6px; overflow: hidden } .bar i { flex: 1 0 4px; background: var(--rule) }
.bar .passed { background: var(--passed) } .bar .failed, .bar .error { background: var(--failed) } .bar .undecided { background: var(--undecided) }
.legend { display: flex; flex-wrap: wrap; gap: 4px 22px; list-style: none; margin: 12px 0 0; padding: 0; font-size: 14px; color: var(--faint) }
.legend .passed b { color: var(--passed) } .legend .failed b, .legend .error b { color: var(--failed) } .legend .undecided b { color: var(--undecided) }
.conditions { margin-top: 22px; color: var(--faint); font-size: 13px }
.warning { margin-top: 10px; padding-left: 12px; border-left: 3px solid var(--undecided); font-size: 13.5px; max-width: 88ch }
footer { padding: 44px 28px 60px; margin-top: 56px; color: var(--faint); font-size: 13px; border-top: 1px solid var(--rule) } footer p + p { margin-top: 6px }
kbd, code { font-family: var(--mono); font-size: .92em } kbd { border: 1px solid var(--rule); border-radius: 4px; padding: 0 5px }
@media (max-width: 640px) {
  main, footer { padding-left: 16px; padding-right: 16px } nav { padding: 0 16px; gap: 14px } .verdict { padding-top: 32px } section { padding-top: 40px }
}
@media print {
  :root { color-scheme: light; --paper: #fff } nav, .script, .js .script { display: none } body { font-size: 10.5pt } main { max-width: none; padding: 0 }
  article, figure, .card, tr { break-inside: avoid } h2, h3 { break-after: avoid } .scroll { overflow: visible }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
`;
