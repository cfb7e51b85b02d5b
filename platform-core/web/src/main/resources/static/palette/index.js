// SPDX-License-Identifier: Apache-2.0
export {openPalette} from './palette.js';
import './search-page.js';
