// SPDX-License-Identifier: Apache-2.0
import de from './de.json' with {type: 'json'};

export const texts = de;
