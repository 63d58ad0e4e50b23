'use strict';
// Everything is on the page without this. It shows at once what the charts tell when they are pointed at, prints what is folded, and
// hands out the figures.
const told = document.createElement('div');
told.id = 'told';
told.hidden = true;
document.body.append(told);
for (const hint of document.querySelectorAll('.hint')) {
  const title = hint.querySelector('title');
  const words = title.textContent;
  title.remove(); // or the browser would show them a second time
  hint.addEventListener('pointermove', event => {
    told.textContent = words;
    told.hidden = false;
    const room = 14;
    const left = event.clientX + room + told.offsetWidth > innerWidth ? event.clientX - room - told.offsetWidth : event.clientX + room;
    told.style.left = Math.max(0, left) + 'px';
    told.style.top = Math.max(0, event.clientY - told.offsetHeight - room) + 'px';
  });
  hint.addEventListener('pointerleave', () => { told.hidden = true; });
}
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
const save = document.querySelector('#save');
save.hidden = false;
save.addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([document.querySelector('#figures').textContent], {type: 'application/json'}));
  link.download = save.dataset.file;
  link.click();
  URL.revokeObjectURL(link.href);
});
