// SPDX-License-Identifier: Apache-2.0
export {clientOf} from './clients.js';
export {showShare} from './share-dialog.js';
import './feeds.js';
import './needed.js';
import './people-page.js';
import './person-card.js';
import './profile-page.js';
import './role-page.js';
