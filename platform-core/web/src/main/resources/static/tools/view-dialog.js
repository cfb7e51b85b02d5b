// SPDX-License-Identifier: Apache-2.0
import {Dialog, api, icon, navigate, problemText, reloadViews, t, toast} from '@parley/ui';
import {html, nothing} from 'lit';

// A view as the body of a record.
const viewBody = (type, view, more) => ({
  target: type.name, kind: view.kind, filter: view.filter || null, sort: view.sort ?? null,
  settings: {columns: view.columns.map((name) => ({name, ...(view.widths[name] ? {width: view.widths[name]} : {})})),
    ...(view.kind === 'board' ? {group: view.group, sum: view.sum ?? null, limits: view.limits ?? {}} : {}),
    ...(view.kind === 'calendar' ? Object.fromEntries(['start', 'end', 'duration', 'day', 'color', 'done', 'place', 'preset'].filter((name) => view[name]).map((name) => [name, view[name]])) : {})},
  ...more,
});

// Names a view and says who sees it.
class ViewDialog extends Dialog {
  static properties = {type: {attribute: false}, view: {attribute: false}, record: {attribute: false}, busy: {state: true}, problem: {state: true}};

  get heading() {
    return t(this.record ? 'view.change' : 'view.saveAs');
  }

  get size() {
    return 'p-narrow';
  }

  async #save(event) {
    event.preventDefault();
    const {name, shared} = event.target.elements;
    this.busy = true;
    try {
      const fields = {name: name.value.trim(), shared: shared.checked};
      this.close(this.record ? await api.patch(`records/view/${this.record.id}`, {fields})
        : await api.post('records/view', {fields: viewBody(this.type, this.view, fields)}));
    } catch (problem) {
      this.problem = problemText(problem);
      this.busy = false;
    }
  }

  async #drop() {
    const {id, fields: {target}, title} = this.record;
    try {
      await api.delete(`records/view/${id}`);
    } catch (problem) {
      this.problem = problemText(problem);
      return;
    }
    this.close(null);
    navigate(`records/${target}`);
    toast(t('view.dropped', {name: title}), {action: t('action.undo'), run: async () => {
      await api.post(`records/view/${id}/restore`);
      navigate(`records/${target}?view=${id}`);
    }});
  }

  body() {
    const {name = this.view?.record ? this.view.label : '', shared = false} = this.record?.fields ?? {};
    return html`<form id="p-view-form" class="p-stack" @submit=${this.#save}>
      <div class="p-field"><label for="p-view-name">${t('view.name')}</label><input class="p-input" id="p-view-name" name="name" maxlength="100" required autofocus
        autocomplete="off" .defaultValue=${name} aria-describedby="p-view-note"></div>
      <label class="p-tick"><input type="checkbox" class="p-check" name="shared" .defaultChecked=${shared}>${t('view.shared')}</label>
      <p class="p-help">${t('view.shared.text')}</p>
      <p class="p-error" id="p-view-note" role="alert">${this.problem ?? nothing}</p></form>`;
  }

  foot() {
    return html`${this.record ? html`<button type="button" class="p-button p-only-icon" aria-label=${t('view.drop')} @click=${this.#drop}>${icon('trash-2')}</button><span class="p-space"></span>` : nothing}
      <button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="submit" form="p-view-form" class="p-button p-primary" ?disabled=${this.busy}>${t('action.save')}</button>`;
  }
}

customElements.define('parley-view-dialog', ViewDialog);

// Saves what a list shows: into a view there is, or as a new one. Answers its record.
export async function saveView(type, view, record) {
  if (!record) {
    const made = await Dialog.show('parley-view-dialog', {type, view});
    await reloadViews();
    return made;
  }
  try {
    const saved = await api.patch(`records/view/${record.id}`, {fields: viewBody(type, view, {})});
    await reloadViews();
    return saved;
  } catch (problem) {
    toast(problemText(problem), {kind: 'bad'});
    return null;
  }
}

export async function changeView(view) {
  await Dialog.show('parley-view-dialog', {view, record: view.record});
  await reloadViews();
}
