// SPDX-License-Identifier: Apache-2.0
import {api} from './api.js';

const FIRST = 50;
const PAGE = 200;
const PENDING = 12;

// The records of one list, fetched page after page by the server's cursor as far as somebody scrolls.
export class Rows {
  #changed;
  #stop = new AbortController();
  #next;
  #wanted = 0;
  #busy = false;
  #again = false;

  // `changed` is called whenever rows, total, more or problem are other than before.
  // Where the caller counts by itself and tells (`known`), count is false. What was on screen `before` stays there until
  // the first rows are known.
  constructor(path, query, changed, {count = true, before = []} = {}) {
    this.count = count;
    this.path = path;
    this.query = query;
    this.#changed = changed;
    this.rows = before;
    this.stale = before.length > 0;
    this.total = undefined;
    this.more = false;
    this.problem = undefined;
  }

  start() {
    return this.#fetch({limit: FIRST, count: this.count || undefined}, (page) => { this.rows = page.items; });
  }

  close() {
    this.#stop.abort();
  }

  // How many rows a scrollbar should stand for.
  get extent() {
    if (this.total === undefined) return this.problem ? 0 : this.rows.length || PENDING;
    if (this.#next === null) return this.rows.length;
    return Math.max(this.total ?? 0, this.rows.length + (this.#next ? FIRST : 0));
  }

  // Fetches until this row is there.
  async reach(index) {
    this.#wanted = Math.max(this.#wanted, index);
    if (this.#busy) return;
    while (this.#next && this.rows.length <= this.#wanted && !this.problem) {
      await this.#fetch({limit: PAGE, after: this.#next}, (page) => { this.rows = [...this.rows, ...page.items]; });
    }
    this.#wanted = 0;
  }

  async retry() {
    this.problem = undefined;
    if (this.rows.length) await this.reach(this.rows.length);
    else await this.start();
  }

  // The same list again, where it stands: what is on screen stays until the new rows are there.
  refresh() {
    if (this.#busy) {
      this.#again = true;
      return undefined;
    }
    return this.#fetch({limit: Math.min(PAGE, Math.max(FIRST, this.rows.length)), count: this.count || undefined},
      (page) => { this.rows = page.items; });
  }

  async update(id) {
    const at = this.rows.findIndex((row) => row.id === id);
    if (at < 0) return;
    try {
      const record = await api.get(`${this.path}/${id}`, {fields: this.query.fields});
      this.rows = this.rows.map((row) => (row.id === id && row.version <= record.version ? record : row));
      this.#changed();
    } catch (problem) {
      if (problem.status === 404) this.remove(id);
    }
  }

  // Shows a record as it is known now, unless a newer one is there.
  replace(record) {
    this.rows = this.rows.map((row) => (row.id === record.id && row.version <= record.version ? record : row));
    this.#changed();
  }

  // How many there are, where somebody else has counted.
  known(total) {
    this.total = total;
    this.#changed();
  }

  // Puts a record first until the list is fetched anew.
  insert(record) {
    this.rows = [record, ...this.rows.filter(({id}) => id !== record.id)];
    if (this.total !== undefined) this.total++;
    this.#changed();
  }

  remove(id) {
    const rest = this.rows.filter((row) => row.id !== id);
    if (rest.length < this.rows.length && this.total) this.total--;
    this.rows = rest;
    this.#changed();
  }

  async #fetch(page, take) {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const answer = await api.get(this.path, {...this.query, ...page}, {signal: this.#stop.signal});
      take(answer);
      this.stale = false;
      this.#next = answer.next ?? null;
      if (answer.count !== undefined) [this.total, this.more] = [answer.count, Boolean(answer.more)];
      this.problem = undefined;
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.problem = problem;
      if (this.stale) [this.rows, this.stale] = [[], false];
    } finally {
      this.#busy = false;
    }
    this.#changed();
    if (this.#again) {
      this.#again = false;
      await this.refresh();
    }
  }
}
