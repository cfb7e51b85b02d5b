// SPDX-License-Identifier: Apache-2.0
import './form-dialog.js';
import {Dialog} from '@parley/ui';

export {fieldInput, isGroup} from './field-input.js';

export const showForm = (values) => Dialog.show('parley-form', values);
