// SPDX-License-Identifier: Apache-2.0
import './index-dialog.js';
export {bulk} from './bulk.js';
export {editColumns} from './columns-dialog.js';
export {editFilter} from './filter-dialog.js';
export {changeView, saveView} from './view-dialog.js';
