// SPDX-License-Identifier: Apache-2.0
// Moves a card by mouse or touch. A mouse drags after a few pixels; a finger has to rest first, so that a swipe scrolls.
const FAR = 5;
const REST = 260;
const EDGE = 60;

export class Drag {
  constructor(board) {
    this.board = board;
  }

  begin(event, record, from) {
    if (event.button || event.target.closest('button')) return;
    const touch = event.pointerType === 'touch';
    const [x, y] = [event.clientX, event.clientY];
    const element = event.currentTarget;
    let lifted = false;
    let timer;
    const lift = (at) => {
      lifted = true;
      this.#lift(element, record, from, at);
    };
    const move = (moved) => {
      const far = Math.hypot(moved.clientX - x, moved.clientY - y) > FAR;
      if (!lifted && far && touch) end();
      else if (!lifted && far) lift(moved);
      if (lifted) this.#carry(moved);
    };
    const end = (ended) => {
      clearTimeout(timer);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      removeEventListener('touchmove', hold);
      if (!lifted) return;
      // The click that ends a drag opens nothing; after a finger none may come.
      const still = (click) => click.preventDefault();
      addEventListener('click', still, {capture: true, once: true});
      setTimeout(() => removeEventListener('click', still, {capture: true}), 80);
      this.#drop(ended?.type === 'pointerup');
    };
    // While a card is carried, the page must not scroll under the finger.
    const hold = (touched) => { if (lifted) touched.preventDefault(); };
    if (touch) timer = setTimeout(() => lift({clientX: x, clientY: y}), REST);
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
    addEventListener('touchmove', hold, {passive: false});
  }

  #lift(element, record, from, {clientX, clientY}) {
    const box = element.getBoundingClientRect();
    const ghost = element.cloneNode(true);
    ghost.className = 'p-board-card p-ghost';
    ghost.setAttribute('aria-hidden', 'true');
    ghost.style.cssText = `width: ${box.width}px; height: ${box.height}px; left: ${box.left}px; top: ${box.top}px`;
    document.body.append(ghost);
    Object.assign(this, {ghost, record, from, to: from, grip: [clientX - box.left, clientY - box.top]});
    this.board.moving = {record, from, to: from};
  }

  #carry({clientX, clientY}) {
    const [left, top] = this.grip;
    this.ghost.style.left = `${clientX - left}px`;
    this.ghost.style.top = `${clientY - top}px`;
    const under = document.elementsFromPoint(clientX, clientY).map((one) => one.closest('[data-column]')).find(Boolean);
    this.to = this.board.columns.find(({choice}) => choice.name === under?.dataset.column);
    this.board.over = this.to;
    const board = this.board.querySelector('.p-board');
    const box = board.getBoundingClientRect();
    if (clientX > box.right - EDGE) board.scrollLeft += 14;
    else if (clientX < box.left + EDGE) board.scrollLeft -= 14;
  }

  #drop(meant) {
    this.ghost.remove();
    const {record, from, to} = this;
    this.board.moving = undefined;
    this.board.over = undefined;
    if (meant && to && to !== from) this.board.move(record, from, to);
  }
}
