// SPDX-License-Identifier: Apache-2.0
import './imports-page.js';
import './import-page.js';
