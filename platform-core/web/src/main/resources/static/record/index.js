// SPDX-License-Identifier: Apache-2.0
import './record-page.js';
import './audit-page.js';
