// SPDX-License-Identifier: Apache-2.0
import {t} from '@parley/ui';
import {html, nothing} from 'lit';

// The field a record moves along: the first choice whose choices have outcomes.
export const stageField = (type) =>
  type.fields.find((field) => field.kind === 'choice' && field.choices?.some((choice) => choice.outcome));

// The stages as a bar of arrows. An outcome that is not the good one shows only once it is reached.
export function stageBar(field, value, writable, move) {
  const shown = field.choices.filter((choice) => choice.outcome !== 'lost' || choice.name === value);
  const at = shown.findIndex((choice) => choice.name === value);
  const state = (index) => (index === at ? 'now' : index < at ? 'past' : 'next');
  return html`<div class="p-stages" role="group" aria-label=${field.label}>${shown.map((choice, index) => html`<button
      class="p-stage p-stage-${state(index)} ${choice.outcome ?? ''}"
    aria-current=${index === at ? 'step' : nothing} ?disabled=${!writable}
        aria-label=${index === at ? choice.label : t('record.moveTo', {stage: choice.label})}
    @click=${() => { if (index !== at) move(choice.name); }}><span>${choice.label}</span></button>`)}</div>`;
}
