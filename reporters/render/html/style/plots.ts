/** The style sheet of plots. */
export const plotStyle = `
.plot { display: block; max-width: 100%; overflow: visible; font-family: var(--sans) } .plot text { fill: var(--ink); font-size: 12px; font-variant-numeric: tabular-nums }
.plot .tick { fill: var(--faint); font-size: 11px; text-anchor: middle } .plot .start { text-anchor: start } .plot .end { text-anchor: end }
.plot path { fill: none; stroke: var(--faint); stroke-width: 1 } .plot .axis { stroke: var(--faint); opacity: .7 } .plot .grid { stroke: var(--rule) }
.number-line { width: 100%; max-width: 500px; height: auto } .mini { width: 132px; height: 18px }
.plot .passing { fill: var(--passed); opacity: .13 } .plot path.threshold { stroke: var(--ink); stroke-width: 1.6 } .plot .need { font-size: 11.5px }
.plot path.interval { stroke: var(--passed); stroke-width: 7; opacity: .32 } .mini path.interval { stroke-width: 5 } .plot .dot { fill: var(--passed) }
.plot path.interval.failed { stroke: var(--failed) } .plot .dot.failed { fill: var(--failed) } .plot path.interval.undecided { stroke: var(--undecided) } .plot .dot.undecided { fill: var(--undecided) } .plot path.interval.skipped { stroke: var(--faint) } .plot .dot.skipped { fill: var(--faint) }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 28px 36px } .charts figcaption { font-size: 13px; color: var(--faint); margin-bottom: 8px } .charts figcaption b { color: var(--ink); font-weight: 620; display: block; font-size: 15px } .charts .wide { grid-column: 1 / -1 }
.chart { width: 100%; max-width: 620px; height: auto } .plot .stroke { stroke-width: 2; stroke-linejoin: round } .plot .band { stroke: none; opacity: .16 } .plot .reference { stroke: var(--ink); stroke-dasharray: 2 3 }
${Array.from({ length: 8 }, (_, at) => `.s${at} .stroke, .plot .s${at} .leader { stroke: var(--s${at}) } .s${at} .band, .s${at} circle, .plot .s${at} .name { fill: var(--s${at}) }`).join(' ')} .plot .name { font-weight: 550 } .plot .leader { stroke-width: .8; opacity: .55 }
.reliability { width: 100%; max-width: 330px; height: auto } .plot path.gap { stroke: var(--failed); stroke-width: 2 } .plot.reliability .room { fill: var(--s0); opacity: .45 }
.multiples { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 16px 18px } .multiples .title { display: flex; justify-content: space-between; gap: 8px; font-size: 12.5px; font-weight: 600; white-space: nowrap } .multiples .title span { overflow: hidden; text-overflow: ellipsis } .multiples .title b { font-weight: 500; color: var(--s0) }
.panel { width: 100%; height: auto } .against .stroke { stroke: var(--ink); stroke-width: 1.1; stroke-dasharray: 3 2.5; opacity: .75 } .panel .stroke { stroke-width: 1.8 } .panel .against .stroke { stroke-width: 1.1 }
.frame path { fill: none; stroke: var(--rule) } .frame .axis { stroke: var(--faint) } .frame .behind { stroke: var(--faint); stroke-width: .8; opacity: .28 } .frame text { fill: var(--faint); font: 10.5px var(--sans) } .frame .end { text-anchor: end } .frame .start { text-anchor: start }
.series { width: 100%; height: auto; padding: 2px 0 } .plot.series .before { stroke: var(--faint) } .plot.series .after { stroke: var(--failed) }
.plot.compression { max-width: none } .plot.compression .before { fill: var(--paper); stroke: var(--faint); stroke-width: 1.6 } .compression circle.loss { fill: var(--failed) } .compression circle.gain { fill: var(--passed) } .plot.compression path.loss { stroke: var(--failed); stroke-width: 2 } .plot.compression path.gain { stroke: var(--passed); stroke-width: 2 } .compression .name { font-weight: 400 } .compression .room { fill: var(--surface) } .compression .size { fill: var(--s6) }
`;
