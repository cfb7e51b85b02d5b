// SPDX-License-Identifier: Apache-2.0
// @parley/ui. The first block is for plugins and documented in docs/reference/ui.md; the rest is the shell's own and
// may change with any version.
export {ParleyElement} from './element.js';
export {avatar, chip, emptyState, icon, problemState, recordLink, showValue} from './pieces.js';
export {formatCompact, formatDate, formatDateTime, formatMoney, formatNumber, formatRelative, fromLocal} from './format.js';
export {onEvent} from './events.js';
export {onKey} from './keys.js';
export {openForm, readDate} from './lazy.js';
export {Problem} from './api.js';

export {LightElement} from './element.js';
export {Signal} from './signal.js';
export {part} from './lazy.js';
export {acceptInvitation, api, apiUrl, findSession, lookAtInvitation, loginWanted, session, signIn, signOut, signedInElsewhere} from './api.js';
export {fileIcon, formatSize} from './file.js';
export {startEvents} from './events.js';
export {
  allOf, columnsOf, contributions, fieldNamed, followModel, loadModel, refersToOne, targetsOf, titleFields, titleFilter, titleSort, typeNamed, types,
} from './model.js';
export {fill, has, labels, language, languages, loadTexts, locale, noun, nouns, rich, settle, speak, t} from './i18n.js';
export {parseFilter, printFilter} from './fiql.js';
export {PERIODS, fieldAt, filterable, needsValue, operatorsOf, read as readComparison, sentence, write as writeComparison} from './operators.js';
export {canBoard, canDate, reloadViews, savedViews, sortOf, sumOf, viewAsked, viewsOf} from './views.js';
export {reached, tryNow, watchNet} from './net.js';
export {Rows} from './rows.js';
export {keysNow, startKeys} from './keys.js';
export {
  companyCurrency, formatAddress, formatDay, formatDuration, formatPercent, formatTime, plainNumber, readDuration, toLocal, today, zone,
} from './format.js';
export {countries} from './countries.js';
export {safeHtml} from './safe-html.js';
export {
  choiceOf, errorText, isNumeric, isPerson, plainValue, problemText, recordPath,
} from './pieces.js';
export {navigate, route, startRouter, withQuery} from './router.js';
export {contextFor, contributionsTo, moduleOf} from './slot.js';
export {toast} from './toast.js';
export {upload} from './upload.js';
import './menu.js';
export {Dialog} from './dialog.js';
