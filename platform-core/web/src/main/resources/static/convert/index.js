// SPDX-License-Identifier: Apache-2.0
import './convert-dialog.js';
import {Dialog} from '@parley/ui';

export const showConvert = (record, conversion) => Dialog.show('parley-convert', {record, conversion});
