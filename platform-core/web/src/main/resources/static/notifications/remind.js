// SPDX-License-Identifier: Apache-2.0
// A reminder that has just come: a note that stays until it is answered.
import {api, formatRelative, formatTime, navigate, problemText, recordPath, t, toast, typeNamed} from '@parley/ui';

const LATER = 10;

// What makes the reminder needless, where that is the value of one field: done==true.
const settles = ({unless}) => /^([a-z0-9_]+)==([a-z0-9_]+)$/.exec(unless ?? '')?.slice(1);

export async function remind(id) {
  const note = await api.get(`records/notification/${id}`).catch(() => null);
  if (note?.fields.kind !== 'reminder' || note.fields.read) return;
  const {record: link} = note.links ?? {};
  const read = () => api.patch(`records/notification/${id}`, {fields: {read: true}}).catch(() => {});
  if (!link) {
    const plural = typeNamed(note.fields.target)?.plural ?? '';
    toast(t('bell.reminder.many', {count: note.fields.records, plural}), {actions: [{action: t('action.open'), run: () => { read(); navigate(`records/${note.fields.target}`); }}, {action: t('remind.noted'), run: read}]});
    return;
  }
  const type = typeNamed(link.type);
  const reminder = type?.reminders?.[0] ?? {};
  const record = await api.get(recordPath(link)).catch(() => null);
  if (!record) return;
  const write = async (fields) => {
    read();
    await api.patch(recordPath(link), {fields}).catch((problem) => toast(problemText(problem), {kind: 'bad'}));
  };
  const leads = record.fields[reminder.before];
  const [field, value] = settles(reminder) ?? [];
  const edit = record.may?.edit !== false;
  toast(record.title, {key: `reminder-${link.id}`, detail: leads ? `${formatTime(leads)} · ${formatRelative(leads)}` : t('bell.kind.reminder'), actions: [
    {action: t('action.open'), run: () => { read(); navigate(recordPath(link)); }},
    ...(edit && reminder.field ? [{action: t('remind.later', {count: LATER}), run: () => write({[reminder.field]: new Date(Date.now() + LATER * 60_000).toISOString()})}] : []),
    ...(edit && field ? [{action: t('remind.done'), run: () => write({[field]: value === 'true' ? true : value === 'false' ? false : value})}] : [])]});
}
