/** What the page does where scripts run: the filter, and groups that open for printing. It needs none to be read. */

/** No part of it comes from a contract. */
export const SCRIPT = `
for (const section of document.querySelectorAll('.rest')) {
  const filter = section.querySelector('.filter');
  const input = filter.querySelector('input');
  const count = filter.querySelector('output');
  const rows = [...section.querySelectorAll('li')].map((row) => [row, row.textContent.toLowerCase()]);
  const groups = [...section.querySelectorAll('details')];
  filter.hidden = rows.length === 0;
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown++;
    }
    for (const group of groups) {
      group.hidden = group.querySelector('li:not([hidden])') === null;
      group.open = words.length > 0;
    }
    count.textContent = words.length === 0 ? '' : shown + ' of ' + rows.length;
  });
}
const closed = new Set();
addEventListener('beforeprint', () => {
  for (const group of document.querySelectorAll('details:not([open])')) {
    closed.add(group);
    group.open = true;
  }
});
addEventListener('afterprint', () => {
  for (const group of closed) group.open = false;
  closed.clear();
});
`
