// SPDX-License-Identifier: Apache-2.0
export {upcoming, upcomingLines} from './upcoming.js';
import './calendar.js';
