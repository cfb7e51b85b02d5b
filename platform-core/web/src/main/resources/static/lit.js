// SPDX-License-Identifier: Apache-2.0
// What `import … from 'lit'` gives: Lit itself and the directives a page usually wants, in one file.
export * from './vendor/lit/index.js';
export {repeat} from './vendor/lit-html/directives/repeat.js';
export {live} from './vendor/lit-html/directives/live.js';
export {ref, createRef} from './vendor/lit-html/directives/ref.js';
export {classMap} from './vendor/lit-html/directives/class-map.js';
export {styleMap} from './vendor/lit-html/directives/style-map.js';
export {ifDefined} from './vendor/lit-html/directives/if-defined.js';
export {keyed} from './vendor/lit-html/directives/keyed.js';
export {unsafeHTML} from './vendor/lit-html/directives/unsafe-html.js';
export {unsafeSVG} from './vendor/lit-html/directives/unsafe-svg.js';
