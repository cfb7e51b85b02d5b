// SPDX-License-Identifier: Apache-2.0
import './kit-page.js';
import './settings-page.js';
import './welcome.js';
